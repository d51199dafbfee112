// The seats of the council by block: who sits there, in what mode, and whether the seat votes.
import { useQuery } from 'urql';
import { CouncilSeatsDocument, type CouncilSeatsQuery } from '~/shared/graphql/generated';
import { inLocale, type MessageKey, useText } from '~/shared/i18n/text';
import { regencyOf, useMe } from '~/shared/session/useSession';
import { Page } from '~/shared/ui/Page';
import { Badge, Empty, Loading, uiCss } from '~/shared/ui/parts';
import css from './Council.module.css';

type Seat = NonNullable<CouncilSeatsQuery['council']>['seats'][number];

const blocks = ['EXECUTIVE', 'OPD', 'FORKOPIMDA', 'LEGISLATURE', 'ACADEMIA', 'BUSINESS', 'COMMUNITY'];

function SeatCard({ seat }: { seat: Seat }) {
  const { t, locale } = useText();
  const incumbent = seat.position?.incumbent;
  const name = seat.person?.name ?? incumbent?.person.name;
  return (
    <li className={name ? css.seat : `${css.seat} ${css.vacant}`}>
      <span className={css.number}>{t('council.seat', { n: seat.number })}</span>
      <strong>{seat.position ? inLocale(locale, seat.position.title, seat.position.titleEn) : (name ?? t('council.vacant'))}</strong>
      <span className={uiCss.meta}>
        {incumbent && incumbent.mode !== 'DEFINITIVE' ? <Badge tone="attention">{t(`mode.${incumbent.mode}`)}</Badge> : null}{' '}
        {seat.position && name !== seat.position.title ? (name ?? t('council.vacant')) : ''} {seat.voting ? '' : `(${t('council.nonVoting')})`}
      </span>
    </li>
  );
}

export function CouncilPage() {
  const { t } = useText();
  const me = useMe();
  const regency = regencyOf(me);
  const [{ data, fetching }] = useQuery({
    query: CouncilSeatsDocument, variables: { organisation: regency ?? '' }, pause: regency === null,
  });
  const council = data?.council;
  const seats = council?.seats ?? [];
  const known = new Set(seats.map((seat) => seat.block));
  const order = [...blocks.filter((block) => known.has(block)), ...[...known].filter((block) => !blocks.includes(block))];
  return (
    <Page title={council?.name ?? t('council.title')} lead={t('council.lead')}>
      {me && regency === null ? <Empty icon="council"><p>{t('council.noRegency')}</p></Empty> : null}
      {(fetching && !data) || !me ? <Loading rows={4} /> : null}
      {data && !council ? <Empty icon="council"><p>{t('council.none')}</p></Empty> : null}
      {council ? (
        <>
          <p className={uiCss.meta}>
            {t('council.counts', {
              seats: seats.length,
              voting: seats.filter((seat) => seat.voting).length,
              filled: seats.filter((seat) => seat.person ?? seat.position?.incumbent).length,
            })}
          </p>
          {order.map((block) => (
            <section key={block} className={css.block}>
              <h2>{blocks.includes(block) ? t(`council.block.${block}` as MessageKey) : block}</h2>
              <ul>
                {seats.filter((seat) => seat.block === block).map((seat) => <SeatCard key={seat.id} seat={seat} />)}
              </ul>
            </section>
          ))}
        </>
      ) : null}
    </Page>
  );
}

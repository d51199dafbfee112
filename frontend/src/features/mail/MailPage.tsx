// Demo mode only: the mails that would have been sent, newest first, as plain text.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { SentMailsDocument } from '~/shared/graphql/generated';
import { useText } from '~/shared/i18n/text';
import { regencyZone, useMe } from '~/shared/session/useSession';
import { sayMoment } from '~/shared/time/zones';
import { Page } from '~/shared/ui/Page';
import { Empty, Loading, uiCss } from '~/shared/ui/parts';
import css from './Mail.module.css';

const PAGE = 25;

export function MailPage() {
  const { t, locale } = useText();
  const zone = regencyZone(useMe());
  const [size, setSize] = useState(PAGE);
  const [{ data, fetching }] = useQuery({ query: SentMailsDocument, variables: { first: size } });
  const mails = data?.sentMails.nodes ?? [];
  return (
    <Page title={t('mail.title')} lead={t('mail.lead')}>
      {fetching && !data ? <Loading /> : null}
      {data && mails.length === 0 ? <Empty icon="mail"><p>{t('mail.empty')}</p></Empty> : null}
      <ul className={css.list}>
        {mails.map((mail) => (
          <li key={mail.id}>
            <details className={css.mail}>
              <summary>
                <strong>{mail.subject}</strong>
                <span className={uiCss.meta}>
                  {t('mail.to')} {mail.to} · <time dateTime={mail.at}>{sayMoment(mail.at, zone, locale)}</time>
                </span>
              </summary>
              <pre className={css.body}>{mail.text}</pre>
            </details>
          </li>
        ))}
      </ul>
      {data?.sentMails.pageInfo.hasNextPage && size < 100 ? (
        <div className={uiCss.more}>
          <Button variant="default" loading={fetching} onClick={() => setSize(size + PAGE)}>{t('app.more')}</Button>
        </div>
      ) : null}
    </Page>
  );
}

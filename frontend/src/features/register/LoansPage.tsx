// My absence and what I delegate: who does the work of which of my positions, from when to when; and what others lent me.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { EndLoanDocument, type EndLoanInput, type EndLoanMutation, LendPositionDocument, type LoanPartsFragment, MyLoansDocument } from '~/shared/graphql/generated';
import { sayProblem } from '~/shared/graphql/problem';
import { useCommand } from '~/shared/graphql/useCommand';
import { inLocale, useText } from '~/shared/i18n/text';
import { sayPlainDate } from '~/shared/time/zones';
import { Icon } from '~/shared/ui/Icon';
import { Page } from '~/shared/ui/Page';
import { Badge, Card, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { tellDone, tellRefused } from '~/shared/ui/tell';
import { ChangeDialog } from './ChangeDialog';
import css from './Register.module.css';

function Loan({ loan, refresh }: { loan: LoanPartsFragment; refresh: () => void }) {
  const { t, locale } = useText();
  const [end, busy] = useCommand<EndLoanMutation, EndLoanInput, EndLoanMutation['endLoan']>(EndLoanDocument, (data) => data.endLoan);
  const takeBack = async (): Promise<void> => {
    const outcome = await end({ delegationId: loan.id });
    if (outcome.ok) {
      tellDone(t('loan.ended'));
      refresh();
    } else tellRefused(sayProblem(outcome.problem, t, locale));
  };
  const title = inLocale(locale, loan.position.title, loan.position.titleEn);
  return (
    <li>
      <span className={css.head}>
        <strong>{title}</strong>
        <Badge tone={loan.running ? 'good' : 'plain'}>{t(loan.ended ? 'loan.state.ended' : loan.running ? 'loan.state.running' : 'loan.state.planned')}</Badge>
      </span>
      <span>{t('loan.who', { from: loan.from.name, to: loan.to.name })}</span>
      <span className={uiCss.meta}>
        {t(`loan.kind.${loan.kind}`)} · {sayPlainDate(loan.validFrom, locale)}{loan.lastDay ? ` – ${sayPlainDate(loan.lastDay, locale)}` : ''} · {loan.reason}
      </span>
      {loan.ended ? null : <span className={css.actions}><Button size="xs" variant="default" loading={busy} aria-label={`${t('loan.end')}: ${title}`} onClick={() => void takeBack()}>{t('loan.end')}</Button></span>}
    </li>
  );
}

export function LoansPage() {
  const { t, locale } = useText();
  const [open, setOpen] = useState<'ABSENCE' | 'DELEGATION' | null>(null);
  const [{ data, fetching, error }, again] = useQuery({ query: MyLoansDocument, requestPolicy: 'cache-and-network' });
  const refresh = (): void => again({ requestPolicy: 'network-only' });
  const me = data?.me;
  const own = me?.loans ?? [];
  const others = (data?.loans.nodes ?? []).filter((loan) => !own.some((mine) => mine.id === loan.id));
  const posts = (me?.incumbencies ?? []).map((held) => ({ value: held.position.code, label: inLocale(locale, held.position.title, held.position.titleEn) }));
  return (
    <Page
      title={t('loan.title')} lead={t('loan.lead')}
      actions={posts.length > 0 ? (
        <span className={css.actions}>
          <Button leftSection={<Icon name="clock" />} onClick={() => setOpen('ABSENCE')}>{t('loan.absence')}</Button>
          <Button variant="default" leftSection={<Icon name="person" />} onClick={() => setOpen('DELEGATION')}>{t('loan.delegate')}</Button>
        </span>
      ) : null}
    >
      {error && !data ? <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice> : null}
      {fetching && !data ? <Loading /> : null}
      <div className={css.stack}>
        <Notice tone="brand" icon="seal">{t('loan.never')}</Notice>
        <Card title={t('loan.mine')}>
          {data && own.length === 0 ? <p className={uiCss.meta}>{t('loan.none')}</p> : null}
          <ul className={css.posts}>{own.map((loan) => <Loan key={loan.id} loan={loan} refresh={refresh} />)}</ul>
        </Card>
        {others.length > 0 ? (
          <Card title={t('loan.others')}>
            <ul className={css.posts}>{others.map((loan) => <Loan key={loan.id} loan={loan} refresh={refresh} />)}</ul>
          </Card>
        ) : null}
      </div>
      {open ? (
        <ChangeDialog
          title={t(open === 'ABSENCE' ? 'loan.absence' : 'loan.delegate')} submit={t('register.save')} done={t('register.saved')} document={LendPositionDocument}
          pick={(answer) => answer.lendPosition} fixed={{ kind: open }} onClose={() => setOpen(null)} onDone={refresh}
          fields={[
            { name: 'position', label: t('loan.position'), kind: 'choice', value: posts[0]?.value ?? '', choices: posts },
            { name: 'to', label: t('loan.to'), hint: t(open === 'ABSENCE' ? 'loan.toAbsence' : 'loan.toDelegation'), kind: 'email', required: true },
            { name: 'validFrom', label: t('loan.from'), kind: 'date', required: true },
            { name: 'lastDay', label: t('loan.until'), kind: 'date', required: true },
            { name: 'reason', label: t('loan.reason'), required: true },
          ]}
        />
      ) : null}
    </Page>
  );
}

// One position: who held and holds it, by which decree, in which mode; its roles; and what its keeper may do with it.
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import {
  AppointDocument, ChangePositionDocument, ClosePositionDocument, EndIncumbencyDocument, GrantRoleDocument, type RegisterOrganisationQuery, RevokeRoleDocument,
} from '~/shared/graphql/generated';
import { useText } from '~/shared/i18n/text';
import { sayPlainDate } from '~/shared/time/zones';
import { Badge, uiCss } from '~/shared/ui/parts';
import { ChangeDialog } from './ChangeDialog';
import css from './Register.module.css';

export type Post = NonNullable<RegisterOrganisationQuery['organisation']>['positions'][number];
type Act = 'appoint' | 'end' | 'grant' | 'revoke' | 'change' | 'close';

const modes = ['DEFINITIVE', 'PLT', 'PLH', 'PJ'] as const;

export function PositionRow({ post, roles, administered, refresh, title }: { post: Post; roles: readonly string[]; administered: boolean; refresh: () => void; title: string }) {
  const { t, locale } = useText();
  const [act, setAct] = useState<Act | null>(null);
  const shared = { submit: t('register.save'), done: t('register.saved'), onClose: () => setAct(null), onDone: refresh };
  const fixed = { position: post.code };
  const open = post.appointments.filter((held) => held.validTo === null);
  let dialog: ReactNode = null;
  if (act === 'appoint') {
    dialog = (
      <ChangeDialog
        {...shared} title={`${t('register.appoint')}: ${title}`} document={AppointDocument} pick={(answer) => answer.appointIncumbent} fixed={fixed}
        fields={[
          { name: 'person', label: t('register.email'), hint: t('register.personHint'), kind: 'email', required: true },
          { name: 'mode', label: t('register.mode'), kind: 'choice', value: 'DEFINITIVE', choices: modes.map((value) => ({ value, label: t(`mode.long.${value}`) })) },
          { name: 'decree', label: t('register.decree'), required: true },
          { name: 'validFrom', label: t('register.from'), kind: 'date', required: true },
          { name: 'validTo', label: t('register.lastDay'), kind: 'date' },
        ]}
      />
    );
  } else if (act === 'end') {
    dialog = (
      <ChangeDialog
        {...shared} title={`${t('register.end')}: ${title}`} document={EndIncumbencyDocument} pick={(answer) => answer.endIncumbency}
        fields={[
          { name: 'incumbencyId', label: t('register.holder'), kind: 'choice', value: open[0]?.id ?? '', choices: open.map((held) => ({ value: held.id, label: held.person.name })) },
          { name: 'lastDay', label: t('register.lastDay'), kind: 'date', required: true },
          { name: 'decree', label: t('register.decree'), required: true },
        ]}
      />
    );
  } else if (act === 'grant') {
    dialog = (
      <ChangeDialog
        {...shared} title={`${t('register.grant')}: ${title}`} document={GrantRoleDocument} pick={(answer) => answer.grantRole} fixed={fixed}
        fields={[
          { name: 'role', label: t('register.role'), kind: 'choice', value: roles[0] ?? '', choices: roles.map((value) => ({ value, label: value })) },
          { name: 'organisation', label: t('register.scope'), hint: t('register.scopeHint') },
        ]}
      />
    );
  } else if (act === 'revoke') {
    dialog = (
      <ChangeDialog
        {...shared} title={`${t('register.revoke')}: ${title}`} document={RevokeRoleDocument} pick={(answer) => answer.revokeRole} fixed={fixed}
        fields={[{ name: 'role', label: t('register.role'), kind: 'choice', value: post.roles[0]?.role ?? '', choices: post.roles.map(({ role }) => ({ value: role, label: role })) }]}
      />
    );
  } else if (act === 'change') {
    dialog = (
      <ChangeDialog
        {...shared} title={`${t('register.edit')}: ${title}`} document={ChangePositionDocument} pick={(answer) => answer.changePosition} fixed={fixed}
        fields={[
          { name: 'title', label: t('register.positionTitle'), value: post.title, required: true },
          { name: 'titleEn', label: t('register.titleEn'), value: post.titleEn ?? '' },
          { name: 'superior', label: t('register.superior'), value: post.superior?.code ?? '' },
        ]}
      />
    );
  } else if (act === 'close') {
    dialog = (
      <ChangeDialog
        {...shared} title={`${t('register.close')}: ${title}`} document={ClosePositionDocument} pick={(answer) => answer.closePosition} fixed={fixed}
        fields={[
          { name: 'lastDay', label: t('register.lastDay'), kind: 'date', required: true },
          { name: 'successor', label: t('register.successor'), hint: t('register.successorPositionHint') },
        ]}
      />
    );
  }
  const doors: Array<[Act, string, boolean]> = [
    ['appoint', t('register.appoint'), true], ['end', t('register.end'), open.length > 0], ['grant', t('register.grant'), true],
    ['revoke', t('register.revoke'), post.roles.length > 0], ['change', t('register.edit'), true], ['close', t('register.close'), true],
  ];
  return (
    <li className={post.lastDay ? css.past : undefined}>
      <span className={css.head}>
        <span><strong>{title}</strong> <span className={uiCss.meta}>{post.code}</span></span>
        {post.lastDay ? <Badge tone="attention">{t('register.endedOn', { date: sayPlainDate(post.lastDay, locale) })}</Badge> : null}
      </span>
      <span className={css.badges}>{post.roles.map((grant) => <Badge key={`${grant.role}-${grant.organisation.code}`} tone="brand">{grant.role}@{grant.organisation.code}</Badge>)}</span>
      {post.appointments.length === 0 ? <span className={uiCss.meta}>{t('assign.vacant')}</span> : null}
      {post.appointments.map((held) => (
        <span key={held.id} className={held.validTo ? css.past : undefined}>
          {held.mode === 'DEFINITIVE' ? null : <><Badge tone="attention">{t(`mode.${held.mode}`)}</Badge>{' '}</>}
          {held.person.name} <span className={uiCss.meta}>{sayPlainDate(held.validFrom, locale)} – {held.validTo ? sayPlainDate(held.validTo, locale) : '…'}{held.decree ? ` · ${held.decree}` : ''}</span>
        </span>
      ))}
      {administered && !post.lastDay ? (
        <span className={css.actions}>
          {doors.filter(([, , possible]) => possible).map(([name, label]) => <Button key={name} size="xs" variant="default" aria-label={`${label}: ${title}`} onClick={() => setAct(name)}>{label}</Button>)}
        </span>
      ) : null}
      {dialog}
    </li>
  );
}

// Initials and signatures in the order they were given, each with the hash it binds. One that a later edit voided stays, struck.
import { useText } from '~/shared/i18n/text';
import { sayMoment } from '~/shared/time/zones';
import { Icon } from '~/shared/ui/Icon';
import { Badge, Card, uiCss } from '~/shared/ui/parts';
import css from './Document.module.css';
import type { Version } from './DocumentPage';

export function Chain({ version, zone }: { version: Version; zone: string }) {
  const { t, locale } = useText();
  const good = version.chain.filter((one) => one.voidedAt === null);
  return (
    <Card title={t('document.chain')}>
      {version.chain.length === 0 ? <p className={uiCss.meta}>{t('document.noChain')}</p> : null}
      {good.length > 0 && !good.every((one) => one.certified) ? <p><Badge tone="plain">{t('instance.notCertified')}</Badge></p> : null}
      <ol className={css.chain}>
        {version.chain.map((one) => (
          <li key={`${one.at}-${one.name}-${one.sha256}`} className={one.voidedAt ? css.voided : ''}>
            <Icon name={one.kind === 'INITIAL' ? 'note' : 'seal'} size={18} />
            <div>
              <strong>{t(one.kind === 'INITIAL' ? 'document.initialled' : one.kind === 'SEAL' ? 'document.sealed' : 'document.signed', { name: one.name })}</strong>
              {one.title && one.title !== one.name ? <span>{one.title}</span> : null}
              <span className={uiCss.meta}>{sayMoment(one.at, zone, locale)} · {one.algorithm} · {one.keyId}</span>
              <span className={`${uiCss.meta} ${uiCss.hash}`}>
                {t(one.sha256 === version.sha256 ? 'document.bindsVersion' : 'document.bindsBundle')} {one.sha256}
              </span>
              {one.voidedAt ? <Badge tone="attention">{t('document.voided', { at: sayMoment(one.voidedAt, zone, locale) })}</Badge> : null}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

// The documents of a case with who signed them, as what; a local signature never pretends to be a certified one.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { VersionPartsFragment } from '~/shared/graphql/generated';
import { useText } from '~/shared/i18n/text';
import { sayMoment } from '~/shared/time/zones';
import { fetchDocument, saySize } from '~/shared/ui/documents';
import { Icon } from '~/shared/ui/Icon';
import { Badge, Card, uiCss } from '~/shared/ui/parts';
import { tellRefused } from '~/shared/ui/tell';
import css from './Instance.module.css';
import type { Instance } from './useInstance';

/** Release the bytes when the new tab has surely read them. */
const RELEASE_MS = 60_000;

export function Papers({ documents, zone }: { documents: Instance['documents']; zone: string }) {
  const { t, locale } = useText();
  const [opening, setOpening] = useState<string | null>(null);
  const open = async (version: VersionPartsFragment): Promise<void> => {
    const tab = window.open('', '_blank');
    setOpening(version.id);
    try {
      const address = URL.createObjectURL(await fetchDocument(version.id));
      if (tab) tab.location.href = address;
      setTimeout(() => URL.revokeObjectURL(address), RELEASE_MS);
    } catch {
      tab?.close();
      tellRefused(t('task.previewFailed'));
    } finally {
      setOpening(null);
    }
  };
  return (
    <Card title={t('instance.documents')}>
      {documents.length === 0 ? <p className={uiCss.meta}>{t('instance.noDocuments')}</p> : null}
      <ul className={css.papers}>
        {documents.map((document) => (
          <li key={document.id}>
            <div className={css.paperHead}>
              <Icon name="document" size={20} />
              <strong><Link to="/dokumen/$id" params={{ id: document.id }}>{document.title}</Link></strong>
              {document.current ? (
                <Button
                  size="xs" variant="default" loading={opening === document.current.id}
                  aria-label={`${t('task.readPdf')}: ${document.title}`}
                  onClick={() => document.current && void open(document.current)}
                >
                  {t('task.readPdf')}
                </Button>
              ) : null}
            </div>
            <span className={uiCss.meta}>
              {document.number ? `${document.number} · ` : ''}
              {document.current ? `${t('task.version', { n: document.current.version })} · ${saySize(document.current.size, locale)}` : ''}
            </span>
            {document.current ? (
              <span className={`${uiCss.meta} ${uiCss.hash}`} title={document.current.sha256}>
                {t('task.hash', { hash: `${document.current.sha256.slice(0, 16)}…` })}
              </span>
            ) : null}
            {document.current && document.current.signatures.length > 0 ? (
              <details className={css.signatures} open={document.current.signatures.length <= 2}>
                <summary>{t('task.signatures', { n: document.current.signatures.length })}</summary>
                {document.current.signatures.every((signature) => signature.certified) ? null : <Badge tone="plain">{t('instance.notCertified')}</Badge>}
                {document.current.signatures.map((signature) => (
                  <span key={`${signature.at}-${signature.name}`} className={css.signature}>
                    <Icon name="seal" size={16} />
                    <span>
                      {t(signature.kind === 'INITIAL' || signature.kind === 'PARAF' ? 'instance.initialledBy' : 'instance.signedBy', { name: signature.name })}
                      {signature.title && signature.title !== signature.name ? `, ${signature.mode && signature.mode !== 'DEFINITIVE' ? `${t(`mode.${signature.mode}`)} ` : ''}${signature.title}` : ''}
                      <span className={uiCss.meta}>
                        {sayMoment(signature.at, zone, locale)} · {signature.algorithm}
                      </span>
                    </span>
                  </span>
                ))}
              </details>
            ) : null}
          </li>
        ))}
      </ul>
      {/* A page of the server itself: whoever holds a printed sheet can use it without signing in. */}
      <p><a href="/verify">{t('verify.link')}</a></p>
    </Card>
  );
}

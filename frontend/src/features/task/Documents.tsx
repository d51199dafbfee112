// The bundle to read. Bytes are fetched with the person's token and shown from memory. Only PDF, pictures and plain text are given
// a type a browser shows, so nothing an uploader wrote can run as a page of ours; everything but PDF also stands in a frame without
// rights (Chromium refuses to show PDF in one). A phone, which has no viewer inside pages, gets a tab of its own.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { VersionPartsFragment } from '~/shared/graphql/generated';
import { type MessageKey, useText } from '~/shared/i18n/text';
import { fetchDocument, saySize } from '~/shared/ui/documents';
import { Icon } from '~/shared/ui/Icon';
import { Card, Notice, uiCss } from '~/shared/ui/parts';
import { usePhone } from '~/shared/ui/useMedia';
import css from './Task.module.css';

export interface Preview {
  version: VersionPartsFragment;
  address: string;
  type: string;
}

export function usePreview() {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [opening, setOpening] = useState<string | null>(null);
  const [failed, setFailed] = useState<MessageKey | null>(null);
  const current = useRef<string | null>(null);
  const phone = usePhone();

  const release = (): void => {
    if (current.current) URL.revokeObjectURL(current.current);
    current.current = null;
  };
  useEffect(() => release, []);

  const open = async (version: VersionPartsFragment): Promise<void> => {
    // A tab opened after waiting would be blocked as a pop-up, so it is opened first and sent on later.
    const tab = phone ? window.open('', '_blank') : null;
    setOpening(version.id);
    setFailed(null);
    try {
      const bytes = await fetchDocument(version.id);
      const address = URL.createObjectURL(bytes);
      if (phone) {
        if (tab) tab.location.href = address;
        setTimeout(() => URL.revokeObjectURL(address), 60_000);
      } else {
        release();
        current.current = address;
        setPreview({ version, address, type: bytes.type });
      }
    } catch {
      tab?.close();
      setFailed('task.previewFailed');
    } finally {
      setOpening(null);
    }
  };
  const close = (): void => {
    setPreview(null);
    release();
  };
  return { preview, opening, failed, open, close };
}

export function Documents({ versions, preview }: { versions: VersionPartsFragment[]; preview: ReturnType<typeof usePreview> }) {
  const { t, locale } = useText();
  return (
    <Card title={t('task.readFirst')}>
      {versions.length === 0 ? <p className={uiCss.meta}>{t('task.noDocuments')}</p> : null}
      {preview.failed ? <Notice tone="danger" alert>{t(preview.failed)}</Notice> : null}
      <ul className={css.documents}>
        {versions.map((version) => (
          <li key={version.id}>
            <Icon name="document" size={22} />
            <div className={css.document}>
              <strong><Link to="/dokumen/$id" params={{ id: version.document.id }} search={{ versi: version.version }}>{version.document.title}</Link></strong>
              <span className={uiCss.meta}>
                {version.document.number ? `${version.document.number} · ` : ''}
                {t('task.version', { n: version.version })} · {saySize(version.size, locale)} ·{' '}
                {t('task.signatures', { n: version.signatures.length })}
              </span>
              <span className={`${uiCss.meta} ${uiCss.hash}`} title={version.sha256}>
                {t('task.hash', { hash: `${version.sha256.slice(0, 12)}…` })}
              </span>
            </div>
            <Button
              variant="default" size="sm" loading={preview.opening === version.id} onClick={() => void preview.open(version)}
              aria-label={`${t('task.readPdf')}: ${version.document.title}`}
            >
              {t('task.readPdf')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function PreviewPanel({ preview, onClose }: { preview: Preview; onClose: () => void }) {
  const { t } = useText();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), [preview.address]);
  const title = preview.version.document.title;
  return (
    <section className={css.preview} aria-label={t('task.preview', { name: title })} tabIndex={-1} ref={panel}>
      <div className={css.previewBar}>
        <strong>{title}</strong>
        <span>
          <a className={css.barLink} href={preview.address} target="_blank" rel="noreferrer"><Icon name="link" size={16} /> {t('task.newTab')}</a>
          <a className={css.barLink} href={preview.address} download={preview.version.fileName}><Icon name="download" size={16} /> {t('task.download')}</a>
          <button type="button" className={css.barLink} onClick={onClose}><Icon name="cross" size={16} /> {t('task.closePreview')}</button>
        </span>
      </div>
      {preview.type === 'application/pdf' ? (
        <iframe title={t('task.preview', { name: title })} src={`${preview.address}#navpanes=0&view=FitH`} />
      ) : (
        <iframe title={t('task.preview', { name: title })} src={preview.address} sandbox="" />
      )}
    </section>
  );
}

// A version as its reader sees it: in the browser's own viewer, from bytes that only the person's token opens; or as plain words,
// which a screen reader, a phone and a slow line prefer. What a browser cannot show is a download.
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { DocumentTextDocument } from '~/shared/graphql/generated';
import { type MessageKey, useText } from '~/shared/i18n/text';
import { fetchDocument } from '~/shared/ui/documents';
import { Icon } from '~/shared/ui/Icon';
import { Card, Loading, Notice, uiCss } from '~/shared/ui/parts';
import { usePhone } from '~/shared/ui/useMedia';
import css from './Document.module.css';
import type { Version } from './DocumentPage';

/** The bytes as an address of this page's own, released with it. */
function useBytes(version: Version): { address: string | null; type: string; failed: boolean } {
  const [found, setFound] = useState<{ address: string | null; type: string; failed: boolean }>({ address: null, type: '', failed: false });
  useEffect(() => {
    let address: string | null = null;
    let gone = false;
    fetchDocument(version.id).then(
      (bytes) => {
        if (gone) return;
        address = URL.createObjectURL(bytes);
        setFound({ address, type: bytes.type, failed: false });
      },
      () => gone || setFound({ address: null, type: '', failed: true }),
    );
    return () => {
      gone = true;
      if (address) URL.revokeObjectURL(address);
    };
  }, [version.id]);
  return found;
}

function Words({ version }: { version: Version }) {
  const { t } = useText();
  const [{ data, fetching, error }] = useQuery({ query: DocumentTextDocument, variables: { version: version.id } });
  const found = data?.documentText;
  if (fetching && !found) return <Loading />;
  if (error || !found) return <Notice tone="danger" alert>{t('problem.NETWORK')}</Notice>;
  if (found.words === '') return <Notice tone="attention">{t(`document.text.${found.state}` as MessageKey)}</Notice>;
  return (
    <>
      {found.state === 'CUT' ? <Notice tone="attention">{t('document.text.CUT')}</Notice> : null}
      {/* Long texts scroll in their own frame, which the keyboard must reach. */}
      <div className={css.text} tabIndex={0} role="region" aria-label={t('document.asText')}>{found.words}</div>
    </>
  );
}

export function Look({ version, title }: { version: Version; title: string }) {
  const { t } = useText();
  const phone = usePhone();
  const { address, type, failed } = useBytes(version);
  const [asText, setAsText] = useState(false);
  const readable = version.textState === 'READ' || version.textState === 'CUT';
  const shown = address !== null && type !== 'application/octet-stream';
  return (
    <Card title={t('document.look', { n: version.version })}>
      <div className={css.bar}>
        {readable ? (
          <Button size="xs" variant="default" aria-pressed={asText} onClick={() => setAsText(!asText)}>{t(asText ? 'document.asPaper' : 'document.asText')}</Button>
        ) : null}
        {shown ? <a href={address} target="_blank" rel="noreferrer"><Icon name="link" size={16} /> {t('task.newTab')}</a> : null}
        {address ? <a href={address} download={version.fileName}><Icon name="download" size={16} /> {t('task.download')}</a> : null}
      </div>
      {failed ? <Notice tone="danger" alert>{t('task.previewFailed')}</Notice> : null}
      {asText ? <Words version={version} /> : null}
      {!asText && address === null && !failed ? <Loading /> : null}
      {/* A phone has no viewer inside pages: the links above open the file in a tab of its own. */}
      {!asText && address && phone ? <p className={uiCss.meta}>{t('document.onPhone')}</p> : null}
      {!asText && address && !shown ? <p className={uiCss.meta}>{t('document.onlyDownload')}</p> : null}
      {!asText && shown && !phone && type === 'application/pdf' ? (
        <iframe className={css.frame} title={t('task.preview', { name: title })} src={`${address}#navpanes=0&view=FitH`} />
      ) : null}
      {!asText && shown && !phone && type !== 'application/pdf' ? (
        <iframe className={css.frame} title={t('task.preview', { name: title })} src={address} sandbox="" />
      ) : null}
    </Card>
  );
}

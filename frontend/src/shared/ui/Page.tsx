// The frame of every screen: one h1, the document title, and where focus goes after navigation.
import { type ReactNode, useEffect } from 'react';
import { useText } from '~/shared/i18n/text';
import css from './ui.module.css';

interface PageProps {
  title: string;
  lead?: ReactNode;
  above?: ReactNode;
  actions?: ReactNode;
  narrow?: boolean;
  /** The title of the browser tab says that there are errors, as the error summary pattern asks. */
  hasErrors?: boolean;
  children: ReactNode;
}

export function Page({ title, lead, above, actions, narrow, hasErrors, children }: PageProps) {
  const { t } = useText();
  useEffect(() => {
    document.title = `${hasErrors ? t('summary.prefix', { title }) : title} · Mufakat`;
  }, [title, hasErrors, t]);
  return (
    <div className={narrow ? `${css.page} ${css.narrow}` : css.page}>
      {above}
      <div className={css.heading}>
        <div>
          <h1 tabIndex={-1}>{title}</h1>
          {lead ? <p className={css.lead}>{lead}</p> : null}
        </div>
        {actions}
      </div>
      {children}
    </div>
  );
}

// Where short confirmations appear; read out politely, dismissed by a button or by time.
import { useSyncExternalStore } from 'react';
import { useText } from '~/shared/i18n/text';
import { Icon } from './Icon';
import { forgetTold, toldStore } from './tell';
import css from './ui.module.css';

export function Toasts() {
  const { t } = useText();
  const told = useSyncExternalStore(toldStore.subscribe, toldStore.snapshot, toldStore.snapshot);
  return (
    <div className={css.toasts} role="status">
      {told.map((one) => (
        <div key={one.id} className={`${css.toast} ${css[one.tone]}`}>
          <Icon name={one.tone === 'good' ? 'check' : 'alert'} />
          <span>{one.message}</span>
          <button type="button" aria-label={t('app.close')} onClick={() => forgetTold(one.id)}><Icon name="cross" size={16} /></button>
        </div>
      ))}
    </div>
  );
}

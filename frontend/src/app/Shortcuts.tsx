// Every shortcut on one page, and the switch for those of a single key.
import { Modal, Switch } from '@mantine/core';
import { type MessageKey, useText } from '~/shared/i18n/text';
import { setSingleKeys, useSingleKeys } from '~/shared/ui/keys';
import css from './Palette.module.css';

const all: Array<{ keys: string[]; what: MessageKey }> = [
  { keys: ['Ctrl', 'K'], what: 'keys.palette' },
  { keys: ['?'], what: 'keys.help' },
  { keys: ['/'], what: 'keys.search' },
  { keys: ['j'], what: 'keys.next' },
  { keys: ['k'], what: 'keys.previous' },
  { keys: ['Enter'], what: 'keys.enter' },
  { keys: ['Esc'], what: 'keys.escape' },
];

export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const on = useSingleKeys();
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('app.close') }}>
      <table className={css.keys}>
        <tbody>
          {all.map((one) => (
            <tr key={one.what}>
              <th scope="row">{t(one.what)}</th>
              <td>{one.keys.map((key, index) => <span key={key}>{index > 0 ? ' + ' : ''}<kbd>{key}</kbd></span>)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Switch size="md" checked={on} label={t('keys.single')} description={t('keys.singleHint')} onChange={(event) => setSingleKeys(event.currentTarget.checked)} />
    </Modal>
  );
}

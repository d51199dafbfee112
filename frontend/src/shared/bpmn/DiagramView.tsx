// The thin component around DiagramHost. The drawing stays on a light card in both colour schemes, because bpmn-js draws in black;
// its watermark stays visible, as its licence asks. People who cannot see it have the list of steps.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './diagram.css';
import { useEffect, useRef, useState } from 'react';
import { useText } from '~/shared/i18n/text';
import { Icon } from '~/shared/ui/Icon';
import { DiagramHost, type DiagramMarks } from './DiagramHost';

export default function DiagramView({ xml, marks }: { xml: string; marks: DiagramMarks }) {
  const { t } = useText();
  const container = useRef<HTMLDivElement>(null);
  const host = useRef<DiagramHost | null>(null);
  const latest = useRef(marks);
  latest.current = marks;
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (!container.current) return undefined;
    const opened = new DiagramHost(container.current);
    host.current = opened;
    setFailed(false);
    void opened.draw(xml).then((drawn) => {
      if (host.current !== opened) return;
      if (drawn) {
        opened.mark(latest.current);
        opened.showRunning(latest.current);
      }
      else setFailed(true);
    });
    let width = container.current.clientWidth;
    const watcher = new ResizeObserver(([entry]) => {
      if (!entry || entry.contentRect.width === width) return;
      width = entry.contentRect.width;
      opened.fit();
      opened.showRunning(latest.current);
    });
    watcher.observe(container.current);
    return () => {
      host.current = null;
      watcher.disconnect();
      opened.destroy();
    };
  }, [xml]);

  useEffect(() => host.current?.mark(marks), [marks]);

  return (
    <div className="mufakat-diagram">
      {failed ? <p role="alert">{t('instance.diagramFailed')}</p> : null}
      <div className="mufakat-canvas" ref={container} hidden={failed} data-testid="diagram" />
      <div className="mufakat-zoom">
        <button type="button" aria-label={t('instance.zoomIn')} onClick={() => host.current?.zoomBy(1.3)}><Icon name="plus" size={18} /></button>
        <button type="button" aria-label={t('instance.zoomOut')} onClick={() => host.current?.zoomBy(1 / 1.3)}><Icon name="minus" size={18} /></button>
        <button type="button" aria-label={t('instance.zoomFit')} onClick={() => host.current?.fit()}><Icon name="fit" size={18} /></button>
      </div>
      <p className="mufakat-key">
        <span className="mufakat-key-now" aria-hidden="true" /> {t('instance.key.now')}
        <span className="mufakat-key-done" aria-hidden="true" /> {t('instance.key.done')}
      </p>
    </div>
  );
}

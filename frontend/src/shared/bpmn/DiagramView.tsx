// The thin component around DiagramHost. The drawing stays on a light card in both colour schemes, because bpmn-js draws in black;
// its watermark stays visible, as its licence asks. People who cannot see it have the list of steps.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './diagram.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useText } from '~/shared/i18n/text';
import { Icon } from '~/shared/ui/Icon';
import { type DiagramElement, DiagramHost, type DiagramMarks } from './DiagramHost';

interface DiagramViewProps {
  xml: string;
  marks: DiagramMarks;
  /** A click on an element that a token can stand at. */
  onPick?: (element: DiagramElement) => void;
  /** Told once the drawing is there: what can be picked. */
  onDrawn?: (places: DiagramElement[]) => void;
  /** What the marks mean; tokens and passed steps when absent. */
  legend?: ReactNode;
}

export default function DiagramView({ xml, marks, onPick, onDrawn, legend }: DiagramViewProps) {
  const { t } = useText();
  const container = useRef<HTMLDivElement>(null);
  const host = useRef<DiagramHost | null>(null);
  const latest = useRef(marks);
  latest.current = marks;
  const told = useRef({ onPick, onDrawn });
  told.current = { onPick, onDrawn };
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (!container.current) return undefined;
    const opened = new DiagramHost(container.current);
    host.current = opened;
    setFailed(false);
    opened.onPick((element) => told.current.onPick?.(element));
    void opened.draw(xml).then((drawn) => {
      if (host.current !== opened) return;
      if (drawn) {
        opened.mark(latest.current);
        opened.showRunning(latest.current);
        told.current.onDrawn?.(opened.places());
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
      <div className={onPick ? "mufakat-canvas mufakat-pick" : "mufakat-canvas"} ref={container} hidden={failed} data-testid="diagram" />
      <div className="mufakat-zoom">
        <button type="button" aria-label={t('instance.zoomIn')} onClick={() => host.current?.zoomBy(1.3)}><Icon name="plus" size={18} /></button>
        <button type="button" aria-label={t('instance.zoomOut')} onClick={() => host.current?.zoomBy(1 / 1.3)}><Icon name="minus" size={18} /></button>
        <button type="button" aria-label={t('instance.zoomFit')} onClick={() => host.current?.fit()}><Icon name="fit" size={18} /></button>
      </div>
      <p className="mufakat-key">
        {legend ?? (
          <>
            <span className="mufakat-key-now" aria-hidden="true" /> {t('instance.key.now')}
            <span className="mufakat-key-done" aria-hidden="true" /> {t('instance.key.done')}
          </>
        )}
      </p>
    </div>
  );
}

// Where the case stands, drawn: the main process and every process it has called.
import { NativeSelect } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { DiagramMarks } from '~/shared/bpmn/DiagramHost';
import { useText } from '~/shared/i18n/text';
import { Card, Loading, uiCss } from '~/shared/ui/parts';
import css from './Instance.module.css';
import type { Instance } from './useInstance';

const DiagramView = lazy(() => import('~/shared/bpmn/DiagramView'));

export function Diagram({ instance }: { instance: Instance }) {
  const { t } = useText();
  const drawings = useMemo(
    () => [instance.definition, ...instance.calledDefinitions.filter((one) => one.key !== instance.definition.key)],
    [instance.definition, instance.calledDefinitions],
  );
  const [chosen, setChosen] = useState(instance.definition.key);
  const drawing = drawings.find((one) => one.key === chosen) ?? instance.definition;
  const marks: DiagramMarks = useMemo(() => {
    const active = new Map<string, number>();
    for (const token of instance.tokens) {
      if (token.definitionKey === drawing.key) active.set(token.element, (active.get(token.element) ?? 0) + token.count);
    }
    return {
      active,
      visited: new Set(instance.visited.filter((one) => one.definitionKey === drawing.key).map((one) => one.element)),
      incidents: new Set(instance.incidents.filter((one) => one.resolvedAt === null).map((one) => one.element)),
    };
  }, [instance.tokens, instance.visited, instance.incidents, drawing.key]);
  const running = (key: string): string => (instance.tokens.some((token) => token.definitionKey === key) ? ' •' : '');

  return (
    <Card label={t('instance.diagram')}>
      <div className={css.diagramHead}>
        <h2>{t('instance.diagram')}</h2>
        {drawings.length > 1 ? (
          <NativeSelect
            size="sm" aria-label={t('instance.which')} value={drawing.key} onChange={(event) => setChosen(event.currentTarget.value)}
            data={drawings.map((one) => ({ value: one.key, label: `${one.name ?? one.key}${running(one.key)}` }))}
          />
        ) : null}
      </div>
      <Suspense fallback={<Loading />}>
        <DiagramView xml={drawing.xml} marks={marks} />
      </Suspense>
      <p className={uiCss.meta}>{t('instance.diagramHint')}</p>
    </Card>
  );
}

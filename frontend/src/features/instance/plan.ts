// A planned modification of a case: how it is drawn, and how it is told to the server.
import type { ModificationStepInput } from '~/shared/graphql/generated';
import type { DiagramMarks } from '~/shared/bpmn/DiagramHost';

interface Token {
  key: string;
  element: string;
  name: string | null;
  item: number | null;
}

export type PlanStep =
  | { kind: 'ACTIVATE'; element: string; name: string; scope?: string }
  | { kind: 'CANCEL'; token: Token }
  | { kind: 'MOVE'; token: Token; element: string; name: string; scope?: string };

const nothing: ReadonlySet<string> = new Set();

/** Tokens that stay, tokens that end, and tokens that come. */
export function marksOf(tokens: readonly Token[], plan: readonly PlanStep[], moving: Token | null, chosen: string | null): DiagramMarks {
  const ended = new Set(plan.flatMap((step) => (step.kind === 'ACTIVATE' ? [] : [step.token.key])));
  if (moving) ended.add(moving.key);
  const active = new Map<string, number>();
  const ending = new Set<string>();
  for (const token of tokens) {
    if (ended.has(token.key)) ending.add(token.element);
    else active.set(token.element, (active.get(token.element) ?? 0) + 1);
  }
  const adding = new Map<string, number>();
  for (const step of plan) if (step.kind !== 'CANCEL') adding.set(step.element, (adding.get(step.element) ?? 0) + 1);
  return { active, visited: nothing, incidents: nothing, ending, adding, chosen };
}

export function stepsOf(plan: readonly PlanStep[]): ModificationStepInput[] {
  return plan.map((step) => {
    if (step.kind === 'CANCEL') return { kind: 'CANCEL', elementInstance: step.token.key };
    const where = { element: step.element, ...(step.scope === undefined ? {} : { scope: step.scope }) };
    return step.kind === 'MOVE' ? { kind: 'MOVE', elementInstance: step.token.key, ...where } : { kind: 'ACTIVATE', ...where };
  });
}

// What stands in a BPMN file, read with the browser's own parser: enough to name elements and to compare two versions. What a
// version means is the server's to say; this only fills lists for people.
const MODEL = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const PLACES = /^(.*Task|.*Event|.*Gateway|subProcess|transaction|adHocSubProcess|callActivity|task)$/;

export interface FileElement {
  id: string;
  name: string;
  /** Local name, for instance `userTask`. */
  type: string;
}

export function elementsOf(xml: string): FileElement[] {
  if (xml === '') return [];
  const file = new DOMParser().parseFromString(xml, 'application/xml');
  return [...file.getElementsByTagNameNS(MODEL, '*')]
    .filter((node) => PLACES.test(node.localName) && node.hasAttribute('id'))
    .map((node) => ({ id: node.getAttribute('id') ?? '', name: node.getAttribute('name')?.trim() || (node.getAttribute('id') ?? ''), type: node.localName }));
}

export interface Pair {
  from: FileElement;
  /** Id in the other version; null when nothing there is its like. */
  to: string | null;
  /** How the pair was found: the same id, the same name and kind, or not at all. */
  how: 'SAME' | 'LIKELY' | 'MISSING';
}

/** Pairs the elements of one version with those of another: by id first, then by name and kind among those that are left. */
export function pairs(from: readonly FileElement[], to: readonly FileElement[]): Pair[] {
  const there = new Map(to.map((one) => [one.id, one]));
  const here = new Set(from.map((one) => one.id));
  const free = to.filter((one) => !here.has(one.id));
  const taken = new Set<string>();
  return from.map((one) => {
    if (there.has(one.id)) return { from: one, to: one.id, how: 'SAME' };
    const like = free.find((other) => other.type === one.type && other.name === one.name && other.name !== other.id && !taken.has(other.id));
    if (!like) return { from: one, to: null, how: 'MISSING' };
    taken.add(like.id);
    return { from: one, to: like.id, how: 'LIKELY' };
  });
}

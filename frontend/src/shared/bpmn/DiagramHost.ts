// bpmn-js, held by a plain class: draws a process, marks what was passed and what is running, and cleans up after itself.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

/** What is to be shown on the drawing, by element id. */
export interface DiagramMarks {
  /** Running now, with how many tokens. */
  active: ReadonlyMap<string, number>;
  /** Passed before; flows among them. */
  visited: ReadonlySet<string>;
  incidents: ReadonlySet<string>;
  /** A way through the drawing, in order: elements get numbers, flows are drawn bold. */
  trace?: readonly string[];
  /** What a check says about an element. */
  faults?: ReadonlyMap<string, 'ERROR' | 'WARNING' | 'INFO'>;
  /** A planned change: tokens that are to end, and tokens that are to be put somewhere. */
  ending?: ReadonlySet<string>;
  adding?: ReadonlyMap<string, number>;
  /** What the person has chosen. */
  chosen?: string | null;
}

/** An element of the drawing, as a person picks it. */
export interface DiagramElement {
  id: string;
  name: string;
  /** Without `bpmn:`, for instance `UserTask`. */
  type: string;
}

interface Canvas {
  zoom(level: number | 'fit-viewport', center?: 'auto'): number;
  zoom(): number;
  addMarker(element: string, marker: string): void;
  removeMarker(element: string, marker: string): void;
  resized(): void;
  viewbox(box?: { x: number; y: number; width: number; height: number }): { outer: { width: number; height: number } };
}
interface Overlays {
  add(element: string, type: string, overlay: { position: { top?: number; right?: number; left?: number; bottom?: number }; html: HTMLElement }): string;
  remove(filter: { type: string }): void;
}
interface BusinessObject {
  id: string;
  name?: string;
  $type: string;
}
interface Shape {
  id?: string;
  type?: string;
  businessObject?: BusinessObject;
  waypoints?: Array<{ x: number; y: number }>;

  x?: number;
  y?: number;
  width?: number;
  height?: number;
}
interface ElementRegistry {
  get(id: string): Shape | undefined;
  filter(wanted: (shape: Shape) => boolean): Shape[];
}
interface ZoomScroll {
  toggle(enabled: boolean): boolean;
}

const BADGE = 'mufakat-token';
const ADDED = 'mufakat-added';
const NUMBER = 'mufakat-number';
/** Things that are drawn but cannot be stood on. */
const NO_PLACE = /^bpmn:(Participant|Lane|Process|Collaboration|TextAnnotation|Group|DataObjectReference|DataStoreReference|SequenceFlow|MessageFlow|Association|DataInputAssociation|DataOutputAssociation)$/;
/** The zoom below which the words of a task cannot be read. */
const READABLE = 0.7;

export class DiagramHost {
  private readonly viewer: NavigatedViewer;
  private marked: Array<[element: string, marker: string]> = [];
  private dead = false;
  private drawn = false;

  // The page scrolls over the drawing unless Ctrl is held: a wheel that is swallowed traps people.
  private readonly wheel = (event: WheelEvent): void => {
    this.viewer.get<ZoomScroll>('zoomScroll').toggle(event.ctrlKey || event.metaKey);
  };

  constructor(private readonly container: HTMLElement) {
    this.viewer = new NavigatedViewer({ container });
    container.addEventListener('wheel', this.wheel, { capture: true, passive: true });
  }

  /** Tells which element a person clicks; labels count as their element. */
  onPick(listener: (element: DiagramElement) => void): void {
    this.viewer.on('element.click', ({ element }: { element: Shape }) => {
      const found = described(element);
      if (found) listener(found);
    });
  }

  /** Every element that a token can stand at, by name. */
  places(): DiagramElement[] {
    if (!this.drawn) return [];
    const found = new Map<string, DiagramElement>();
    for (const shape of this.viewer.get<ElementRegistry>('elementRegistry').filter(() => true)) {
      const one = described(shape);
      if (one) found.set(one.id, one);
    }
    return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Resolves to false when the XML has no drawing or cannot be read. */
  async draw(xml: string): Promise<boolean> {
    try {
      await this.viewer.importXML(xml);
    } catch {
      return false;
    }
    if (this.dead) return false;
    this.drawn = true;
    this.marked = [];
    this.fit();
    return true;
  }

  mark(marks: DiagramMarks): void {
    if (!this.drawn) return;
    const canvas = this.viewer.get<Canvas>('canvas');
    const overlays = this.viewer.get<Overlays>('overlays');
    const elements = this.viewer.get<ElementRegistry>('elementRegistry');
    for (const [element, marker] of this.marked) canvas.removeMarker(element, marker);
    this.marked = [];
    for (const type of [BADGE, ADDED, NUMBER]) overlays.remove({ type });
    const add = (element: string, marker: string): void => {
      if (!elements.get(element)) return;
      canvas.addMarker(element, marker);
      this.marked.push([element, marker]);
    };
    const put = (element: string, type: string, words: string, position: { top?: number; right?: number; left?: number; bottom?: number }): void => {
      const shape = elements.get(element);
      if (!shape) return;
      const badge = document.createElement('span');
      badge.className = type;
      badge.textContent = words;
      overlays.add(element, type, { position: shape.waypoints ? middleOf(shape.waypoints) : position, html: badge });
    };
    for (const [element, severity] of marks.faults ?? []) add(element, `mufakat-fault-${severity.toLowerCase()}`);
    const seen = new Map<string, string>();
    let step = 0;
    for (const element of marks.trace ?? []) {
      add(element, 'mufakat-trace');
      if (!elements.get(element) || elements.get(element)?.waypoints) continue;
      step += 1;
      seen.set(element, seen.has(element) ? `${seen.get(element)}, ${step}` : String(step));
    }
    for (const [element, words] of seen) put(element, NUMBER, words, { top: -12, left: -10 });
    for (const element of marks.ending ?? []) add(element, 'mufakat-ending');
    for (const [element, count] of marks.adding ?? []) {
      add(element, 'mufakat-adding');
      put(element, ADDED, `+${count}`, { bottom: 14, right: 14 });
    }
    if (marks.chosen) add(marks.chosen, 'mufakat-chosen');
    for (const element of marks.visited) if (!marks.active.has(element)) add(element, 'mufakat-visited');
    for (const element of marks.incidents) add(element, 'mufakat-incident');
    for (const [element, count] of marks.active) {
      add(element, 'mufakat-active');
      put(element, BADGE, String(count), { top: -13, right: 13 });
    }
  }

  zoomBy(factor: number): void {
    if (!this.drawn) return;
    const canvas = this.viewer.get<Canvas>('canvas');
    canvas.zoom(Math.min(4, Math.max(0.15, canvas.zoom() * factor)), 'auto');
  }

  fit(): void {
    // Fitting into nothing (a page that is being left) would ask for a zoom that is not a number.
    if (!this.drawn || this.container.clientWidth === 0 || this.container.clientHeight === 0) return;
    const canvas = this.viewer.get<Canvas>('canvas');
    canvas.resized();
    canvas.zoom('fit-viewport', 'auto');
  }

  /** Show the running step at a size that can be read; a large process fitted whole is only a pattern. */
  showRunning(marks: DiagramMarks): void {
    if (!this.drawn || this.container.clientWidth === 0) return;
    const canvas = this.viewer.get<Canvas>('canvas');
    if (canvas.zoom() >= READABLE) return;
    const elements = this.viewer.get<ElementRegistry>('elementRegistry');
    const shape = [...(marks.faults?.keys() ?? []), ...(marks.trace ?? []).slice(-1), ...marks.active.keys()].map((id) => elements.get(id)).find((one) => one?.width !== undefined);
    if (!shape) return;
    const { outer } = canvas.viewbox();
    const [width, height] = [outer.width / READABLE, outer.height / READABLE];
    canvas.viewbox({
      x: (shape.x ?? 0) + (shape.width ?? 0) / 2 - width / 2, y: (shape.y ?? 0) + (shape.height ?? 0) / 2 - height / 2, width, height,
    });
  }

  destroy(): void {
    this.dead = true;
    this.container.removeEventListener('wheel', this.wheel, { capture: true });
    this.viewer.destroy();
  }
}

/** The middle of the longest stretch of a flow, where a token can be shown, from the corner of the flow's own box. */
function middleOf(points: ReadonlyArray<{ x: number; y: number }>): { top: number; left: number } {
  const left = Math.min(...points.map((one) => one.x));
  const top = Math.min(...points.map((one) => one.y));
  let best = { length: -1, x: left, y: top };
  points.slice(1).forEach((to, index) => {
    const from = points[index] ?? to;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length > best.length) best = { length, x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  });
  return { top: best.y - top - 13, left: best.x - left - 13 };
}

function described(shape: Shape): DiagramElement | null {
  const one = shape.businessObject;
  if (!one || NO_PLACE.test(one.$type)) return null;
  return { id: one.id, name: one.name ?? one.id, type: one.$type.replace(/^bpmn:/, '') };
}

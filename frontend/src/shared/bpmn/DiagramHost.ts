// bpmn-js, held by a plain class: draws a process, marks what was passed and what is running, and cleans up after itself.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

/** What is to be shown on the drawing, by element id. */
export interface DiagramMarks {
  /** Running now, with how many tokens. */
  active: ReadonlyMap<string, number>;
  /** Passed before; flows among them. */
  visited: ReadonlySet<string>;
  incidents: ReadonlySet<string>;
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
  add(element: string, type: string, overlay: { position: { top?: number; right?: number }; html: HTMLElement }): string;
  remove(filter: { type: string }): void;
}
interface Shape {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
}
interface ElementRegistry {
  get(id: string): Shape | undefined;
}
interface ZoomScroll {
  toggle(enabled: boolean): boolean;
}

const BADGE = 'mufakat-token';
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
    overlays.remove({ type: BADGE });
    const add = (element: string, marker: string): void => {
      if (!elements.get(element)) return;
      canvas.addMarker(element, marker);
      this.marked.push([element, marker]);
    };
    for (const element of marks.visited) if (!marks.active.has(element)) add(element, 'mufakat-visited');
    for (const element of marks.incidents) add(element, 'mufakat-incident');
    for (const [element, count] of marks.active) {
      add(element, 'mufakat-active');
      if (!elements.get(element)) continue;
      const badge = document.createElement('span');
      badge.className = BADGE;
      badge.textContent = String(count);
      overlays.add(element, BADGE, { position: { top: -13, right: 13 }, html: badge });
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
    const shape = [...marks.active.keys()].map((id) => elements.get(id)).find((one) => one?.width !== undefined);
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

/**
 * Keeps the line under the reader's eye. The scroller is reversed: `scrollTop` is 0 at the
 * newest and negative above, so growth above needs no correction; growth below is corrected
 * by the first visible row, before paint. Rows are known by id, never by index.
 */

/** Closer to the end than this, the reader is at the end. */
const PINNED_PX = 40;

export class Anchor {
  private held: { row: HTMLElement; id: string; top: number; scrollTop: number } | null = null;
  /** At the end: what comes stays in view. */
  pinned = true;
  /** The last row is the conversation's newest; otherwise its end is only the end of what is loaded. */
  following = true;

  constructor(private readonly box: HTMLElement) {}

  /** Puts the held row back where the reader had it. Must come before {@link capture}. */
  restore(): void {
    if (this.pinned) {
      if (this.box.scrollTop !== 0) this.box.scrollTop = 0;
      return;
    }
    const { held, box } = this;
    if (!held) return;
    const row = held.row.isConnected ? held.row : box.querySelector<HTMLElement>(`[data-id="${held.id}"]`);
    if (!row) return;
    // Scrolling since then moved it on purpose; the rest of its move is what came or grew.
    // Where rows below were cut, the browser itself scrolls to what is left: that isn't the reader.
    const range = box.scrollHeight - box.clientHeight;
    const scrolled = held.scrollTop < -range - 1 ? 0 : box.scrollTop - held.scrollTop;
    const wanted = held.top - scrolled;
    const off = row.getBoundingClientRect().top - wanted;
    if (Math.abs(off) > 0.5) box.scrollTop += off;
    this.hold(row);
  }

  /** The message that is held; null at the end, where what comes is followed. */
  get place(): number | null {
    return this.pinned || !this.held ? null : Number(this.held.row.dataset.seq);
  }

  /** After scrolling: first what grew meanwhile, then the row that is first now. */
  restoreThenCapture(): void {
    if (!this.pinned) this.restore();
    this.capture();
  }

  /**
   * Takes the first visible row as the one to keep; not the very first, though: it loses its
   * author's name when what they said before comes above it, and what is below stays.
   */
  capture(): void {
    this.pinned = this.following && this.box.scrollTop > -PINNED_PX;
    const edge = this.box.getBoundingClientRect().top;
    const [first, ...rows] = this.box.querySelectorAll<HTMLElement>("[data-id]");
    const row = rows.find((it) => it.getBoundingClientRect().bottom > edge) ?? first;
    if (row) this.hold(row);
  }

  /** Brings a row to so many pixels below the top edge. */
  bring(row: HTMLElement, below: number): void {
    this.box.scrollTop += row.getBoundingClientRect().top - this.box.getBoundingClientRect().top - below;
    this.capture();
    if (!this.pinned) this.hold(row);
  }

  toEnd(): void {
    this.pinned = true;
    this.box.scrollTop = 0;
  }

  private hold(row: HTMLElement): void {
    this.held = { row, id: row.dataset.id ?? "", top: row.getBoundingClientRect().top, scrollTop: this.box.scrollTop };
  }
}

/** The newest message whose end is in view; null when none is. */
export function lastSeen(box: HTMLElement): number | null {
  const { top, bottom } = box.getBoundingClientRect();
  const rows = box.querySelectorAll<HTMLElement>("[data-seq]");
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index];
    const end = row?.getBoundingClientRect().bottom ?? 0;
    if (row && end <= bottom + 2) return end > top ? Number(row.dataset.seq) : null;
  }
  return null;
}

import MagicString from 'magic-string';
import type { t } from '../ast/path.js';

/** A span of the code. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A change to a file's code: `text` replaces the characters from `start` to `end`, which are equal for an insertion. */
export interface Edit extends Span {
  readonly text: string;
  /** Set for an insertion that goes before text that was inserted at its position. */
  readonly isFirst?: boolean;
}

/** The edits to a file, as values. None is applied before `apply`. */
export class EditList {
  readonly #edits: Edit[];

  /** @param code the code that all positions refer to */
  constructor(
    readonly code: string,
    edits: readonly Edit[] = [],
  ) {
    this.#edits = [...edits];
  }

  get edits(): readonly Edit[] {
    return this.#edits;
  }

  add(edits: readonly Edit[]): void {
    this.#edits.push(...edits);
  }

  /** Inserts text at a position, after text that was inserted there before, or before it. */
  insert(at: number, text: string, isFirst = false): void {
    this.#edits.push({ start: at, end: at, text, isFirst });
  }

  /** Replaces a span, and discards the edits within it, but not the text that is inserted at its edges. */
  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text });
  }

  remove(start: number, end: number): void {
    if (end > start) this.replace(start, end, '');
  }

  /** Removes items of a list, each with one comma. The list keeps one item at least, or is left as it is. */
  removeItems(items: readonly t.Node[], gone: ReadonlySet<t.Node>): void {
    let kept = items.findIndex((item) => !gone.has(item));
    // Items before the first one that stays go up to it, the others from the end of the one before.
    if (kept > 0) this.remove(items[0]?.start as number, items[kept]?.start as number);
    for (const [index, item] of items.entries()) {
      if (kept === -1 || index < kept) continue;
      if (!gone.has(item)) kept = index;
      else this.remove(items[index - 1]?.end as number, item.end as number);
    }
  }

  /** The code, or a part of it, with all edits. */
  apply(part?: Span): string {
    const magic = new MagicString(this.code);
    const isInsertion = ({ start, end }: Edit) => start === end;
    const spans = this.#edits.filter((edit) => !isInsertion(edit));
    for (const { start, end, text } of spans)
      if (text === '') magic.remove(start, end);
      else magic.update(start, end, text);
    for (const { start: at, text, isFirst } of this.#edits.filter(isInsertion))
      if (!spans.some(({ start, end }) => start < at && at < end))
        magic[isFirst ? 'prependLeft' : 'appendLeft'](at, text);
    return part ? magic.slice(part.start, part.end) : magic.toString();
  }
}

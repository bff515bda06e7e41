import MagicString from 'magic-string';

/** A change to a file's code: `text` replaces the characters from `start` to `end`, which are equal for an insertion. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Set if text that was inserted at the edges of the span stays. */
  readonly keepsInsertions?: true;
  /** Set for an insertion that goes before text that was inserted at its position. */
  readonly isFirst?: true;
}

/** An item of a list, with its span. */
interface ListItem {
  readonly start?: number | null | undefined;
  readonly end?: number | null | undefined;
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

  /** Inserts text at a position, after text that was inserted there before. */
  insert(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text });
  }

  /** Inserts text at a position, before text that was inserted there before. */
  insertFirst(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text, isFirst: true });
  }

  /** Replaces a span, and discards the edits within it. */
  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text });
  }

  remove(start: number, end: number): void {
    if (end > start) this.#edits.push({ start, end, text: '' });
  }

  /** Removes a span, but keeps text that was inserted at its edges. */
  removeContent(start: number, end: number): void {
    if (end > start) this.#edits.push({ start, end, text: '', keepsInsertions: true });
  }

  /** Removes items of a list, each with one comma. One item at least stays. */
  removeItems(items: readonly ListItem[], gone: ReadonlySet<ListItem>): void {
    let kept = items.findIndex((item) => !gone.has(item));
    // Items before the first one that stays go up to it, the others from the end of the one before.
    if (kept > 0) this.remove(items[0]?.start as number, items[kept]?.start as number);
    for (const [index, item] of items.entries()) {
      if (index < kept) continue;
      if (!gone.has(item)) kept = index;
      else this.remove(items[index - 1]?.end as number, item.end as number);
    }
  }

  /** The text of a span, with the edits so far. */
  slice(start: number, end: number): string {
    return this.#applied().slice(start, end);
  }

  /** The code with all edits. */
  apply(): string {
    return this.#edits.length === 0 ? this.code : this.#applied().toString();
  }

  #applied(): MagicString {
    const magic = new MagicString(this.code);
    for (const { start, end, text, keepsInsertions, isFirst } of this.#edits) {
      if (start === end) magic[isFirst ? 'prependLeft' : 'appendLeft'](start, text);
      else if (keepsInsertions) magic.overwrite(start, end, text, { contentOnly: true });
      else if (text === '') magic.remove(start, end);
      else magic.update(start, end, text);
    }
    return magic;
  }
}

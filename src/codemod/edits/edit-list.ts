import MagicString from 'magic-string';

/** One change to a file's code: what replaces the characters from `start` to `end`. An insertion has no length. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Whether text that was inserted at the edges of the span goes as well. */
  readonly keepsInsertions?: true;
}

/** The edits to one file, as values. Nothing is applied before `apply`, so that what a server wanted can be taken back. */
export class EditList {
  #edits: Edit[] = [];

  /** @param code the code that all positions refer to */
  constructor(readonly code: string) {}

  get edits(): readonly Edit[] {
    return this.#edits;
  }

  /** Inserts text before a position; after what was inserted there already. */
  insert(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text });
  }

  /** Replaces a span, and the edits within it. */
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

  /** How many edits there are, for `rollback`. */
  mark(): number {
    return this.#edits.length;
  }

  /** Takes back every edit since a mark. */
  rollback(mark: number): void {
    this.#edits = this.#edits.slice(0, mark);
  }

  /** A span of the code with the edits so far. */
  slice(start: number, end: number): string {
    return this.#applied().slice(start, end);
  }

  /** The code with all edits. */
  apply(): string {
    return this.#edits.length === 0 ? this.code : this.#applied().toString();
  }

  #applied(): MagicString {
    const magic = new MagicString(this.code);
    for (const { start, end, text, keepsInsertions } of this.#edits) {
      if (start === end) magic.appendLeft(start, text);
      else if (keepsInsertions) magic.overwrite(start, end, text, { contentOnly: true });
      else if (text === '') magic.remove(start, end);
      else magic.update(start, end, text);
    }
    return magic;
  }
}

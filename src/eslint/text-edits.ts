import { diffLines } from 'diff';

/** A span of the text, and its replacement. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The replacements that turn one text into another, in order: the lines that differ, without their common start and end.
 *
 * @example textEdits('a\nb\nc', 'a\nB\nc') // [{ start: 2, end: 3, text: 'B' }]
 */
export function textEdits(before: string, after: string): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let position = 0;
  let removed = '';
  let added = '';
  const flush = () => {
    if (removed !== added) edits.push(trimmed(position - removed.length, removed, added));
    removed = added = '';
  };
  for (const { value, added: isAdded, removed: isRemoved } of diffLines(before, after)) {
    if (isAdded) added += value;
    else if (isRemoved) removed += value;
    else flush();
    if (!isAdded) position += value.length;
  }
  flush();
  return edits;
}

function trimmed(start: number, removed: string, added: string): TextEdit {
  const most = Math.min(removed.length, added.length);
  let head = 0;
  while (head < most && removed[head] === added[head]) head++;
  let tail = 0;
  while (tail < most - head && removed[removed.length - 1 - tail] === added[added.length - 1 - tail]) tail++;
  return {
    start: start + head,
    end: start + removed.length - tail,
    text: added.slice(head, added.length - tail),
  };
}

import type { Place } from '../types.js';
import type { t } from './types.js';

/** The place of a node in its file. */
export function placeOf({ loc }: t.Node): Place {
  return { line: loc?.start.line ?? 1, column: (loc?.start.column ?? 0) + 1 };
}

import { bracketed, literal, own } from '../../print/source-style.js';
import { type Releases, readOrigins } from '../analyze/read-origins.js';
import { evaluate } from '../ast/evaluate.js';
import type { NodePath } from '../ast/types.js';
import type { SourceFile } from '../edits/source-file.js';
import { editedList, listedOrigins } from './edited-list.js';

/** The value for `cors.origin`, read from another property of `cors`. */
export interface CorsOriginText {
  readonly text: string;
  /** Whether it allows any origin, without credentials. */
  readonly admitsAll: boolean;
}

/** Reads a v2 setting within `cors`, which the cors package ignored, as its `origin`. */
export function corsOriginOf(file: SourceFile, value: NodePath, releases: Releases): CorsOriginText {
  const known = value.isObjectMethod() ? undefined : evaluate(value);
  const everyone = { text: literal('*', file.style), admitsAll: true };
  // A value that is only known at run time, such as a function, has the same form in cors.origin.
  if (known === undefined) return { text: own(file.text(value.node)), admitsAll: false };
  const entries = Array.isArray(known.value) ? known.value : [known.value];
  if (!known.value || known.value === true || entries.includes('*')) return everyone;
  const { rule } = readOrigins(
    known.value,
    [],
    { ...releases, semantics: 'documented', era: 'scheme-host-port', from: '2.5.1' },
    value.node,
  );
  if (rule.kind === 'everyone') return everyone;
  const origins = listedOrigins(rule);
  const [only] = origins;
  if (typeof known.value === 'string' && origins.length === 1)
    return { text: literal(only, file.style), admitsAll: false };
  const items = origins.map((origin) => literal(origin, file.style));
  return {
    text: editedList(file, value, releases) ?? bracketed('[', items, ']', file.style),
    admitsAll: false,
  };
}

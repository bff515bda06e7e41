import type { Warning } from '../../messages/warn.js';
import type { RunTimeType } from '../../print/origin-check-text.js';
import type { OriginSource } from '../../print/source-text.js';
import type { CorsOrigin } from '../../v4/cors-origin.js';
import { warningOf } from '../analyze/manual-review.js';
import type { Releases } from '../analyze/read-origins.js';
import { rewrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';

/** The parts of v4's options that replace an `origins` setting. */
export interface OriginsPlan {
  readonly source: OriginSource;
  /** The value of `cors.origin` if it is known, to compare it with that of a preflight handler. */
  readonly corsOrigin?: CorsOrigin;
  /** Statements to insert before the server. */
  readonly declarations?: readonly string[];
  /** The statement to insert them before, if it is not that of the server. */
  readonly before?: NodePath<t.Statement>;
  readonly warnings: readonly Warning[];
  /** Makes edits elsewhere, for example in a list that has a name already. */
  apply?(): void;
}

/** The warning about requests that name no origin, if v4 will allow them. */
export function missingWarnings({ missingOrigin, from }: Releases): Warning[] {
  return missingOrigin === 'allow'
    ? [warningOf('MISSING_ORIGIN_NOW_ADMITTED', { from }, 'missingOrigin')]
    : [];
}

/**
 * The warnings about a value that v4 reads at run time.
 *
 * @param mayBeString whether it may be a string, which `documented` semantics split into its entries
 */
export function runTimeWarnings({ from, semantics }: Releases, mayBeString: boolean): Warning[] {
  const exact = semantics === 'exact';
  const read = warningOf('ORIGINS_READ_AT_RUN_TIME', { from, exact }, 'origins');
  return mayBeString && !exact ? [read, warningOf('RUN_TIME_STRING_IS_SPLIT', { from }, 'origins')] : [read];
}

/** Each warning once: several values of one setting often have the same one. */
export function distinct(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((one) => [`${one.code} ${one.subject}`, one])).values()];
}

/** The code of an expression, in parentheses if it needs them before `||` or a member. */
export function operandText(path: NodePath, text: string): string {
  return /^(?:Identifier|TemplateLiteral|(?:Member|Call|Array|Sequence|TSNonNull)Expression)$/.test(
    path.node.type,
  )
    ? text
    : `(${text})`;
}

/**
 * A value with the type assertions around it, which new code in TypeScript needs as the old code did: `list!`,
 * `list as string[]`. Others, such as `list as any`, were for the types of v2.
 */
export function asserted(path: NodePath, type: RunTimeType): NodePath {
  const outer = rewrap(path);
  let last = outer;
  while (last.is('TSNonNullExpression')) last = last.get('expression');
  if (last === path) return outer;
  const written = (last.node as Partial<t.TSAsExpression>).typeAnnotation;
  const isString = written?.type === 'TSStringKeyword' && type !== 'array';
  const isList =
    written?.type === 'TSArrayType' && written.elementType.type === 'TSStringKeyword' && type !== 'string';
  return isString || isList ? outer : path;
}

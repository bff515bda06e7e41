import { inStyle, own } from '../../print/source-style.js';
import { mentionsThis } from '../analyze/function-answers.js';
import { isSurelyFunction } from '../analyze/own-check.js';
import { refusalReasons } from '../analyze/refusal-reasons.js';
import { functionOf, isBound } from '../analyze/setting-value.js';
import { warningOf } from '../analyze/warning-of.js';
import { isAvailableAt, isRunWith, isVisibleAt } from '../ast/is-available-at.js';
import { isTaken } from '../ast/is-taken.js';
import type { NodePath, t } from '../ast/types.js';
import { unwrap } from '../ast/unwrap.js';
import { dedented } from '../edits/dedented.js';
import { leaveToPerson } from '../edits/insert-todo.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { functionText } from './plan-function.js';

/** What is to become of the app's own `allowRequest`, which stays in force. */
export interface OwnCheckPlan {
  /** Statements that have to stand before the server. */
  readonly declarations: readonly string[];
  /** Edits and reports; the options are edited afterwards. */
  apply(): void;
}

const CODE = 'ALLOW_REQUEST_REASON_IS_NO_STRING';
const WHY = '// v4 ends the process where the reason for refusing a WebSocket is no string.\n';
const PARAMETERS = [
  "import('node:http').IncomingMessage",
  '(error: unknown, allowed: boolean) => void',
] as const;

/** Keeps v4 from the reasons for a refusal that it dies of. */
export function planOwnCheck(
  file: SourceFile,
  value: NodePath,
  statement: NodePath<t.Statement>,
): OwnCheckPlan {
  const node = unwrap(value);
  const body = functionOf(node);
  const { codes, others } = body ? refusalReasons(body) : { codes: [], others: undefined };
  if (codes.length === 0 && others?.length === 0) return { declarations: [], apply: () => undefined };
  // A function that has a name may be called by others, who look at the reason.
  if (others?.length === 0 && !node.isIdentifier())
    return { declarations: [], apply: () => omitCodes(file, codes) };
  const isReached = node.isIdentifier() || node.isMemberExpression();
  const name = isReached ? file.text(node.node) : nameFor(file, node, body, statement);
  const isHidden = isReached && isTaken(/^\w*/.exec(name ?? '')?.[0] ?? '');
  if (!isSurelyFunction(node) || name === undefined || isHidden || (body && usesThis(body)))
    return {
      declarations: [],
      apply: () => leaveToPerson(file, value, warningOf(CODE, {}, 'allowRequest')),
    };
  const text = own(dedented(file, node.node, functionText(file, node, body, PARAMETERS), statement.node));
  return {
    declarations: isReached ? [] : [`const ${name} = ${text};`],
    apply: () => wrap(file, value, name),
  };
}

/** Looks at an `allowRequest` that stands beside `cors` already. */
export function reviewOwnCheck(file: SourceFile, value: NodePath): void {
  const body = functionOf(value);
  const { codes, others } = body ? refusalReasons(body) : { codes: [], others: undefined };
  if (!isSurelyFunction(value)) leaveToPerson(file, value, warningOf(CODE, {}, 'allowRequest'));
  else if (others?.length === 0 && !value.isIdentifier()) omitCodes(file, codes);
}

/** A name for a function that has none, where it can be declared before the server. */
function nameFor(
  file: SourceFile,
  node: NodePath,
  body: NodePath<t.Function> | undefined,
  statement: NodePath<t.Statement>,
): string | undefined {
  const isMovable = isBound(node)
    ? isAvailableAt(node, statement) && isRunWith(node, statement)
    : body !== undefined && isVisibleAt(node, statement);
  return isMovable ? file.freeName('checkRequest', 'checkHandshake') : undefined;
}

function usesThis(body: NodePath<t.Function>): boolean {
  return !body.isArrowFunctionExpression() && mentionsThis(body);
}

function omitCodes(file: SourceFile, codes: readonly NodePath[]): void {
  for (const { node } of codes) {
    file.magic.update(spanOf(node).start, spanOf(node).end, 'null');
    file.report(CODE, {}, node, 'migrated', 'allowRequest');
  }
}

/** Puts a function between v4 and the app's own, which passes strings on alone. */
function wrap(file: SourceFile, value: NodePath, name: string): void {
  file.report(CODE, {}, value.node, 'migrated', 'allowRequest');
  const property = value.isObjectMethod() ? value : value.parentPath;
  const isProperty = property?.isObjectMethod() || property?.isObjectProperty();
  const place = isProperty && property ? property.node : value.node;
  const { start, end } = spanOf(place);
  const text = [
    isProperty ? `${WHY}allowRequest: ` : '',
    '(request, callback) =>\n',
    `\t${own(name)}(request, (error, allowed) => callback(typeof error === 'string' ? error : null, allowed))`,
  ].join('');
  // An object on one line is broken into lines.
  const base = file.indentAt(start) + (file.beginsLine(start) || !isProperty ? '' : file.style.indent);
  file.magic.update(start, end, inStyle(text, file.style, base));
}

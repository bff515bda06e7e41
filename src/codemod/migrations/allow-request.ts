import { inStyle, verbatim } from '../../print/source-style.js';
import { isShadowedInOutput } from '../../print/source-text.js';
import { CHECK_MEMBERS } from '../../v2/server-api.js';
import { isBound, parametersOf } from '../analyze/functions.js';
import { warningOf } from '../analyze/manual-review.js';
import type { OwnCheck } from '../analyze/own-check.js';
import type { LegacyServer, ModernServer } from '../analyze/server.js';
import { bindingOf, holds, isAssigned, memberName, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { isAvailableAt, isRunWith, isVisibleAt } from '../ast/statements.js';
import { evaluate } from '../ast/values.js';
import { commentsWithin } from '../edits/comments.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { dedented } from '../edits/statements.js';
import { reportManual } from '../edits/todo.js';
import { functionText } from './origins-function.js';
import type { Migration } from './part.js';

const CODE = 'ALLOW_REQUEST_REASON_NOT_STRING';
const WHY = '// v4 ends the process if the reason for refusing a WebSocket is not a string.\n';
const WHY_ENGINE = '// On v2, `this` in the function was the Engine.IO server.\n';
const PARAMETERS = [
  "import('node:http').IncomingMessage",
  '(error: unknown, allowed: boolean) => void',
] as const;

/** The app's own `allowRequest` stays: it keeps its `this`, and v4 gets only strings as reasons, or it would crash. */
export const ownCheck: Migration<LegacyServer> = (file, { check, engine, statement }) => {
  if (check === undefined) return {};
  const { value, body, reasons, isFunction } = check;
  const sendsOthers = reasons?.length !== 0 || takesNumbers(body);
  if (!sendsOthers && engine === undefined) return {};
  const node = unwrap(value);
  const isReached = node.is('Identifier') || node.is('MemberExpression');
  const name = isReached ? file.text(node.node) : nameFor(file, node, body, statement);
  const isHidden = isReached && isShadowedInOutput(/^\w*/.exec(name ?? '')?.[0] ?? '');
  if (!isFunction || name === undefined || isHidden)
    return {
      edit: () => reportManual(file, value, warningOf(CODE, { isUnread: !isFunction }, 'allowRequest')),
    };
  const text = verbatim(
    dedented(file, node.node, functionText(file, node, body, PARAMETERS), statement.node),
  );
  return {
    declarations: isReached ? [] : [`const ${name} = ${text};`],
    edit: () => wrap(file, value, name, engine, sendsOthers),
  };
};

/** Reports checks that are put into a server which runs on v3 or v4: `io.engine.allowRequest = check`. */
export const deadChecks: Migration<ModernServer> = (file, { site }) => ({
  edit: () => {
    for (const path of site.overrides) {
      const name = memberName(path) ?? '';
      if (!isAssigned(path) || (name !== 'allowRequest' && !CHECK_MEMBERS.has(name))) continue;
      const member = file.text(path.node);
      reportManual(file, path, warningOf('CHECK_NEVER_RUNS', { member }, member));
    }
  },
});

/** Reviews an `allowRequest` beside `cors`. */
export function reviewOwnCheck(file: SourceFile, check: OwnCheck): void {
  if (check.isFunction) reportNoStrings(file, check);
  else reportManual(file, check.value, warningOf(CODE, { isUnread: true }, 'allowRequest'));
}

/** A name for a function that has none, if it can be declared before the server. */
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

/** Whether the types allow numbers as reasons: `(request, callback: (error: number | null, allowed: boolean) => void) => …`. */
function takesNumbers(body: NodePath<t.Function> | undefined): boolean {
  const callback = body && parametersOf(body)[1];
  return callback !== undefined && holds(callback, ({ node }) => node.type === 'TSNumberKeyword');
}

/** Wraps the app's function in one that only passes strings on as reasons. */
function wrap(
  file: SourceFile,
  value: NodePath,
  name: string,
  engine: string | undefined,
  sendsOthers: boolean,
): void {
  if (sendsOthers) file.report(CODE, { isWrapped: true }, value.node, 'allowRequest');
  const property = value.is('ObjectMethod') ? value : value.parentPath;
  const isProperty = property?.is('ObjectMethod') || property?.is('ObjectProperty');
  const place = isProperty && property ? property.node : value.node;
  const { start, end } = spanOf(place);
  const call = engine ? `${verbatim(name)}.call(${engine}, request, ` : `${verbatim(name)}(request, `;
  const answer = sendsOthers
    ? "(error, allowed) => callback(typeof error === 'string' ? error : null, allowed))"
    : 'callback)';
  // For an expression, TypeScript 5.1 and older would need the type of the server, which is being declared.
  const isBlock = engine !== undefined && file.style.typescript;
  const space = sendsOthers ? '\n\t' : ' ';
  const text = [
    ...commentsWithin(file, { start, end }, [value]).map((comment) => `${verbatim(comment)}\n`),
    isProperty ? `${engine ? WHY_ENGINE : ''}${sendsOthers ? WHY : ''}allowRequest: ` : '',
    '(request, callback) =>',
    isBlock ? ` {\n\t${call}${answer};\n}` : `${space}${call}${answer}`,
  ].join('');
  // An object on one line is broken into lines.
  const base = file.indentAt(start) + (file.beginsLine(start) || !isProperty ? '' : file.style.indent);
  file.edits.replace(start, end, inStyle(text, file.style, base));
}

/**
 * Reports what crashes v4 in code that was written for it: reasons for a refusal that are certainly no strings. A reason
 * that may be a string is not reported.
 */
export const checkForV4: Migration<ModernServer> = (file, { check, isV4 }) => ({
  edit: () => check && isV4 && reportNoStrings(file, check),
});

function reportNoStrings(file: SourceFile, { value, reasons = [] }: OwnCheck): void {
  const found = reasons.filter(isNoString);
  const isHere = found.every((reason) => reason.isDescendant(file.program));
  // Those of an imported function are reported where it is used.
  for (const place of isHere ? found : [value])
    reportManual(file, place, warningOf(CODE, {}, 'allowRequest'));
}

/** Whether a value is certainly no string: `403`, `new Error('no')`, an object, or a caught error. */
function isNoString(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.is('CallExpression')) return node.get('callee').is('Identifier', { name: 'Error' });
  const known = evaluate(node);
  const binding = bindingOf(node);
  return (
    (known !== undefined && typeof known.value !== 'string') ||
    /^(?:New|Object)Expression$/.test(node.node.type) ||
    (binding?.constant === true && binding.path.node.type === 'CatchClause')
  );
}

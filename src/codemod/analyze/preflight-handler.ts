import type { PreflightAnswer } from '../../origins/policy.js';
import { preflightAnswer } from '../../runtime/recording-response.js';
import { knowsPreflightHandlers } from '../../v2/releases.js';
import {
  bindingOf,
  calleeOf,
  memberName,
  nameOf,
  type Property,
  propertyValue,
  unwrap,
} from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, evaluate, writtenValue } from '../ast/values.js';
import { bail, ManualReview, unlessReview } from './manual-review.js';
import type { Releases } from './read-origins.js';
import { functionOf, MOST_HOPS } from './setting-value.js';
import { isPureRead, mayHaveEffect, runsLater } from './timing.js';

/** The answer of a preflight handler, read from its code. */
export interface ReadHandler {
  /** `answer.allowOrigin` is undefined if the handler copies the request's own. */
  readonly answer: PreflightAnswer;
  /** Whether it allows the origin that asks. */
  readonly reflectsOrigin: boolean;
  /** Whether it allows exactly the headers that are asked for. */
  readonly reflectsHeaders: boolean;
}

/** Who answered preflights on v2. */
export type Preflight =
  /** Engine.IO itself; `isIgnored` if there is a handler that the release did not know yet. */
  | { readonly kind: 'default'; readonly isIgnored?: boolean }
  /** `handlePreflightRequest: false`: the HTTP server's other listeners. */
  | { readonly kind: 'left-to-others' }
  | { readonly kind: 'handler'; readonly read: ReadHandler };

/**
 * Reads the option `handlePreflightRequest`.
 *
 * @param setting the option's value; undefined if it is not given
 * @throws ManualReview for a handler that does more than answer
 */
export function readPreflight(setting: NodePath | undefined, { from }: Releases): Preflight {
  if (setting === undefined) return { kind: 'default' };
  if (!knowsPreflightHandlers(from)) return { kind: 'default', isIgnored: true };
  const known = setting.is('ObjectMethod') ? undefined : evaluate(setting);
  if (known !== undefined) return { kind: known.value === false ? 'left-to-others' : 'default' };
  const handler = functionOf(setting);
  if (handler === undefined) return unreadable(setting, 'this file does not say which function it is');
  const read = unlessReview(() => readHandler(handler));
  if (!(read instanceof ManualReview)) return { kind: 'handler', read };
  // (server, req, res) as in v2's typings takes the wrong one for the response.
  if (handler.node.params.length > 2)
    bail(setting.node, 'PREFLIGHT_HANDLER_THROWS', { from, error: undefined }, 'handlePreflightRequest');
  throw read;
}

/**
 * Reads a handler that only answers: headers and a status, written out or copied from the request. Its code is never run.
 *
 * @throws ManualReview for any other handler
 */
function readHandler(handler: NodePath<t.Function>): ReadHandler {
  const [request, response] = handler
    .get('params')
    .map((parameter) => (parameter.is('Identifier') ? parameter.node.name : undefined));
  const headers = new Map<string, HeaderValue | undefined>();
  const setHeader = (name: unknown, value: NodePath) => {
    if (typeof name !== 'string') unreadable(value, 'the name of a header is only known at run time');
    const header = name.toLowerCase();
    const read = headerValue(value, request);
    const isKnown = read?.copied === undefined ? read !== undefined : read.copied === COPIES[header];
    if (header.startsWith('access-control-') && !isKnown)
      unreadable(value, `${header} is only known at run time`);
    if (read === undefined) requireQuiet([value]);
    headers.set(header, read);
  };
  let status = 200;
  let isEnded = false;
  for (const call of callsIn(handler)) {
    const callee = calleeOf(call);
    const method = memberName(callee);
    if (method === undefined || !isNamed(callee.get('object'), response))
      unreadable(call, 'it calls other code');
    if (isEnded) unreadable(call, 'it runs code after it has ended the response');
    const [first, second, ...others] = call.get('arguments');
    requireQuiet(others);
    if (method === 'end') {
      requireQuiet(call.get('arguments'));
      isEnded = true;
    } else if (method === 'setHeader' && first && second) {
      setHeader(evaluate(first)?.value, second);
    } else if (method === 'writeHead' && first) {
      const known = evaluate(first)?.value;
      if (typeof known !== 'number') unreadable(call, 'the status is only known at run time');
      status = known;
      for (const property of second ? headersIn(second) : [])
        setHeader(nameOf(property.node.key, property.node.computed), propertyValue(property));
    } else unreadable(call, `it calls ${method}()`);
  }
  if (!isEnded) unreadable(handler, 'it does not end the response before it returns');
  return {
    answer: preflightAnswer(status, (name) => headers.get(name)?.text),
    reflectsOrigin: headers.get('access-control-allow-origin')?.copied !== undefined,
    reflectsHeaders: headers.get('access-control-allow-headers')?.copied !== undefined,
  };
}

/** The calls that a handler makes, in order, up to a `return`. Its variables may hold what is sent. */
function callsIn(handler: NodePath<t.Function>): readonly NodePath<t.CallExpression>[] {
  const body = handler.get('body');
  const calls: NodePath<t.CallExpression>[] = [];
  for (const statement of body.is('BlockStatement') ? body.get('body') : [body]) {
    if (statement.is('VariableDeclaration')) {
      if (mayHaveEffect(statement, (path) => runsLater(path, statement)))
        unreadable(statement, 'it calls other code');
      continue;
    }
    const expression = statement.is('ExpressionStatement')
      ? statement.get('expression')
      : statement.is('ReturnStatement')
        ? (statement.get('argument') as NodePath)
        : statement;
    if (expression.node && !unwrap(expression).is('CallExpression'))
      unreadable(expression, 'it does more than answer');
    if (expression.node) calls.push(unwrap(expression) as NodePath<t.CallExpression>);
    if (statement.is('ReturnStatement')) break;
  }
  return calls;
}

/** @throws ManualReview if the evaluation of values that v4 does not need runs other code: `res.end(audit(req))` */
function requireQuiet(values: readonly NodePath[]): void {
  for (const value of values) if (!isPureRead(value)) unreadable(value, 'it calls other code');
}

/** The properties of the headers that `writeHead()` gets. */
function headersIn(path: NodePath): readonly Property[] {
  const node = unwrap(path);
  const object = writtenValue(node);
  const binding = bindingOf(node);
  if (!object.is('ObjectExpression') || (binding && binding.referencePaths.length > 1))
    return unreadable(path, 'its headers are not written as literals');
  return object.get('properties').map((property) => {
    if (property.is('ObjectProperty')) return property;
    return unreadable(property, 'the name of a header is only known at run time');
  });
}

function unreadable(path: NodePath, why: string): never {
  return bail(path.node, 'PREFLIGHT_HANDLER_NOT_MIGRATED', { why }, 'handlePreflightRequest');
}

/** The value that a handler sends as a header: a text, or the header of the request that it copies. */
interface HeaderValue {
  readonly text?: string;
  readonly copied?: string | undefined;
}

/** The headers that may copy one of the request: `'Access-Control-Allow-Origin': req.headers.origin`. */
const COPIES: Readonly<Record<string, string>> = {
  'access-control-allow-origin': 'origin',
  'access-control-allow-headers': 'access-control-request-headers',
};

/**
 * Reads a header's value.
 *
 * @param request the name of the handler's first parameter
 * @returns undefined if it is only known at run time
 */
function headerValue(path: NodePath, request: string | undefined, hops = 0): HeaderValue | undefined {
  const node = present(path, request);
  const known = evaluate(path) ?? evaluate(node);
  if (known !== undefined) {
    const { value } = known;
    if (value === undefined) return {};
    return { text: Array.isArray(value) ? value.join(', ') : String(value) };
  }
  const headers = memberName(node) === undefined ? undefined : unwrap(node.get('object') as NodePath);
  if (headers && memberName(headers) === 'headers' && isNamed(headers.get('object') as NodePath, request))
    return { copied: memberName(node) };
  const value = hops < MOST_HOPS ? constantValue(node) : undefined;
  return value && headerValue(value, request, hops + 1);
}

/** The part of an expression that is used: `'*'` of `req.header ? req.header.origin : '*'`, because no request has `header`. */
function present(path: NodePath, request: string | undefined): NodePath {
  const node = unwrap(path);
  if (node.is('ConditionalExpression') && isMissing(node.get('test'), request))
    return present(node.get('alternate'), request);
  // A preflight always has an Origin, so its fallback is never used.
  if (node.is('LogicalExpression') && node.node.operator !== '&&')
    return present(node.get(isMissing(node.get('left'), request) ? 'right' : 'left'), request);
  return node;
}

function isMissing(path: NodePath, request: string | undefined): boolean {
  const node = unwrap(path);
  if (node.is('LogicalExpression', { operator: '&&' })) return isMissing(node.get('left'), request);
  return memberName(node) === 'header' && isNamed(node.get('object') as NodePath, request);
}

function isNamed(path: NodePath, name: string | undefined): boolean {
  return name !== undefined && unwrap(path).is('Identifier', { name });
}

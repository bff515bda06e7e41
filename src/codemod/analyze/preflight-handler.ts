import type { PreflightAnswer } from '../../origins/policy.js';
import { preflightAnswer } from '../../runtime/recording-response.js';
import { knowsPreflightHandlers } from '../../v2/releases.js';
import { bindingOf, calleeOf, keyName, memberName, propertyValue, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { isAvailableAt } from '../ast/statements.js';
import { constantValue, evaluate, writtenValue } from '../ast/values.js';
import type { SourceFile } from '../edits/source-file.js';
import { functionOf, parametersOf } from './functions.js';
import { importedFunction } from './imported-function.js';
import { bail, ManualReview, unlessReview } from './manual-review.js';
import { changesNothing, mayHaveEffect, runsLater } from './timing.js';

/** The answer of a preflight handler, read from its code. */
export interface ReadHandler {
  /** `answer.allowOrigin` is undefined if `origin` is not a text. */
  readonly answer: PreflightAnswer;
  readonly origin: Exclude<HeaderValue, { kind: 'asked-headers' }>;
  /** Whether it allows exactly the headers that are asked for. */
  readonly reflectsHeaders: boolean;
  /** Whether it wrote to the console, which cannot be kept. */
  readonly dropsOutput: boolean;
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
 * @param statement the statement that the new code goes before
 * @throws ManualReview for a handler that does more than answer
 */
export function readPreflight(
  file: SourceFile,
  setting: NodePath | undefined,
  statement: NodePath<t.Statement>,
): Preflight {
  if (setting === undefined) return { kind: 'default' };
  const { from } = file.releases;
  if (!knowsPreflightHandlers(from)) return { kind: 'default', isIgnored: true };
  const known = setting.is('ObjectMethod') ? undefined : evaluate(setting);
  if (known !== undefined) return { kind: known.value === false ? 'left-to-others' : 'default' };
  const own = functionOf(setting);
  const handler = own ?? importedFunction(file, setting);
  if (handler === undefined) return unreadable(setting, 'this file does not say which function it is');
  const read = unlessReview(() => readHandler(handler));
  if (read instanceof ManualReview) {
    // (server, req, res) as in v2's typings takes the wrong one for the response.
    if (parametersOf(handler).length > 2)
      bail(setting, 'PREFLIGHT_HANDLER_THROWS', { from, error: undefined }, 'handlePreflightRequest');
    throw own ? read : new ManualReview(read.warning, setting);
  }
  const { origin } = read;
  if (origin.kind === 'dynamic') {
    if (!own) unreadable(setting, 'it is in another file, and the origin that it allows is not a literal');
    const isHidden = /(?<![\w$.])(?:method|callback)(?![\w$])/.test(file.text(origin.path.node));
    if (isHidden || !isAvailableAt(origin.path, statement))
      unreadable(origin.path, 'the origin that it allows is not known yet when the server is created');
  }
  return { kind: 'handler', read };
}

/**
 * Reads a handler that only answers: headers and a status, written out or copied from the request. Its code is never run.
 *
 * @throws ManualReview for any other handler
 */
function readHandler(handler: NodePath<t.Function>): ReadHandler {
  const [request = '', response = ''] = parametersOf(handler).map((parameter) =>
    parameter.is('Identifier') ? parameter.node.name : '',
  );
  const headers = new Map<string, HeaderValue>();
  let status = 200;
  let isEnded = false;
  let dropsOutput = false;
  const setStatus = (value: NodePath) => {
    const known = evaluate(value)?.value;
    if (typeof known !== 'number') unreadable(value, 'the status is only known at run time');
    status = known;
  };
  const setHeader = (header: unknown, value: NodePath) => {
    if (typeof header !== 'string') unreadable(value, 'the name of a header is only known at run time');
    const name = header.toLowerCase();
    const read = headerValue(value, request);
    // The origin is kept as it is written.
    if (read.kind === 'dynamic' && name !== 'access-control-allow-origin') requireQuiet([read.path]);
    headers.set(name, read);
  };
  const readCall = (call: NodePath) => {
    const callee = calleeOf(call);
    const method = memberName(callee);
    if (method === undefined) unreadable(call, 'it calls other code');
    const object = unwrap(callee.get('object'));
    const args = call.get('arguments') as unknown as readonly NodePath[];
    const [first, second, ...others] = args;
    if (object.is('Identifier', { name: 'console' }) && !object.scope.hasBinding('console')) {
      requireQuiet(args);
      dropsOutput = true;
      return;
    }
    // res.writeHead(200).end()
    if (object.is('CallExpression') && memberName(object.get('callee')) === 'writeHead') readCall(object);
    else if (!isNamed(object, response)) unreadable(call, 'it calls other code');
    if (isEnded) unreadable(call, 'it runs code after it has ended the response');
    requireQuiet(method === 'end' || method === 'write' ? args : others);
    if (method === 'end') isEnded = true;
    else if (method === 'setHeader' && first && second) setHeader(evaluate(first)?.value, second);
    else if (method === 'writeHead' && first) {
      setStatus(first);
      for (const property of second ? headersIn(second) : [])
        setHeader(keyName(property.node), propertyValue(property));
    } else if (method !== 'write') unreadable(call, `it calls ${method}()`);
  };
  for (const expression of expressionsIn(handler)) {
    if (expression.is('CallExpression')) {
      readCall(expression);
      continue;
    }
    const target = expression.is('AssignmentExpression', { operator: '=' })
      ? expression.get('left')
      : undefined;
    if (memberName(target ?? expression) !== 'statusCode' || !isNamed(target?.get('object'), response))
      unreadable(expression, 'it does more than answer');
    setStatus(expression.get('right'));
  }
  if (!isEnded) unreadable(handler, 'it does not end the response before it returns');
  const { 'access-control-allow-origin': origin = NO_TEXT, ...others } = Object.fromEntries(headers);
  for (const [name, { kind }] of Object.entries(others)) {
    const isCopy = name === 'access-control-allow-headers' && kind === 'asked-headers';
    if (name.startsWith('access-control-') && kind !== 'text' && !isCopy)
      unreadable(handler, `${name} is only known at run time`);
  }
  if (origin.kind === 'asked-headers') unreadable(handler, 'it allows something that is not an origin');
  const textOf = (name: string) => {
    const value = headers.get(name);
    return value?.kind === 'text' ? value.text : undefined;
  };
  return {
    answer: preflightAnswer(status, textOf),
    origin,
    reflectsHeaders: headers.get('access-control-allow-headers')?.kind === 'asked-headers',
    dropsOutput,
  };
}

/** What a handler evaluates, up to a `return`. Its variables may hold what it sends. */
function expressionsIn(handler: NodePath<t.Function>): readonly NodePath[] {
  const body = handler.get('body');
  if (!body.is('BlockStatement')) return [unwrap(body)];
  const found: NodePath[] = [];
  for (const statement of body.get('body')) {
    if (statement.is('ReturnStatement')) {
      const argument = statement.get('argument');
      return argument.node ? [...found, unwrap(argument)] : found;
    }
    if (statement.is('ExpressionStatement')) found.push(unwrap(statement.get('expression')));
    else if (!statement.is('VariableDeclaration') && !statement.is('EmptyStatement'))
      unreadable(statement, 'it decides by conditions, or calls other code');
    else if (mayHaveEffect(statement, (path) => runsLater(path, statement) || evaluate(path) !== undefined))
      unreadable(statement, 'it calls other code');
  }
  return found;
}

/** @throws ManualReview if the evaluation of values that v4 does not need runs other code: `res.end(audit(req))` */
function requireQuiet(values: readonly NodePath[]): void {
  for (const value of values) if (!changesNothing(value)) unreadable(value, 'it calls other code');
}

/** The properties of the headers that `writeHead()` gets. */
function headersIn(path: NodePath): readonly NodePath<t.ObjectProperty>[] {
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
  return bail(path, 'PREFLIGHT_HANDLER_NOT_MIGRATED', { why }, 'handlePreflightRequest');
}

/** The value that a handler sends as a header. */
type HeaderValue =
  | { readonly kind: 'text'; readonly text: string | undefined }
  /** The request's own `Origin`. */
  | { readonly kind: 'echo' }
  /** The request's own `Access-Control-Request-Headers`. */
  | { readonly kind: 'asked-headers' }
  | { readonly kind: 'dynamic'; readonly path: NodePath };

const NO_TEXT: HeaderValue = { kind: 'text', text: undefined };

/**
 * Reads a header's value.
 *
 * @param request the name of the handler's first parameter
 */
function headerValue(path: NodePath, request: string, depth = 0): HeaderValue {
  const node = present(path, request);
  const known = evaluate(node);
  if (known !== undefined) {
    const { value } = known;
    if (value === undefined) return NO_TEXT;
    return { kind: 'text', text: Array.isArray(value) ? value.join(', ') : String(value) };
  }
  const asked = requestHeader(node, request);
  if (asked === 'origin') return { kind: 'echo' };
  if (asked === 'access-control-request-headers') return { kind: 'asked-headers' };
  // A preflight always has an Origin, so a fallback is never used.
  if (node.is('LogicalExpression') && node.node.operator !== '&&') {
    const left = headerValue(node.get('left'), request, depth + 1);
    if (left.kind === 'echo' || left.kind === 'asked-headers') return left;
  }
  const value = constantValue(node);
  if (value !== undefined && depth < 10) {
    const read = headerValue(value, request, depth + 1);
    if (read.kind !== 'dynamic') return read;
  }
  return { kind: 'dynamic', path: node };
}

/** The part of an expression that is used: `'*'` of `req.header ? req.header.origin : '*'`, because no request has `header`. */
function present(path: NodePath, request: string): NodePath {
  const node = unwrap(path);
  if (node.is('ConditionalExpression') && isMissing(node.get('test'), request))
    return present(node.get('alternate'), request);
  if (node.is('LogicalExpression') && node.node.operator !== '&&' && isMissing(node.get('left'), request))
    return present(node.get('right'), request);
  return node;
}

function isMissing(path: NodePath, request: string): boolean {
  const node = unwrap(path);
  if (node.is('LogicalExpression', { operator: '&&' })) return isMissing(node.get('left'), request);
  return memberName(node) === 'header' && isNamed(node.get('object'), request);
}

/** The header that `req.headers.origin`, `req.headers['origin']` and the like read. */
function requestHeader(path: NodePath, request: string): string | undefined {
  const name = memberName(path);
  const headers = name === undefined ? undefined : unwrap(path.get('object'));
  if (headers === undefined || memberName(headers) !== 'headers') return undefined;
  return isNamed(headers.get('object'), request) ? name : undefined;
}

function isNamed(path: NodePath | undefined, name: string): boolean {
  return path !== undefined && name !== '' && unwrap(path).is('Identifier', { name });
}

import type { PreflightAnswer } from '../../origins/policy.js';
import { preflightAnswer } from '../../runtime/recording-response.js';
import { knowsPreflightHandlers } from '../../v2/releases.js';
import { bindingOf, calleeOf, memberName, nameOf, propertyValue, unwrap } from '../ast/nodes.js';
import { isAvailableAt } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, evaluate, writtenValue } from '../ast/values.js';
import type { SourceFile } from '../edits/source-file.js';
import { importedFunction } from './imported-function.js';
import { bail, ManualReview, unlessReview } from './manual-review.js';
import type { Releases } from './read-origins.js';
import { functionOf } from './setting-value.js';
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
  { from }: Releases,
): Preflight {
  if (setting === undefined) return { kind: 'default' };
  if (!knowsPreflightHandlers(from)) return { kind: 'default', isIgnored: true };
  const known = setting.is('ObjectMethod') ? undefined : evaluate(setting);
  if (known !== undefined) return { kind: known.value === false ? 'left-to-others' : 'default' };
  const own = functionOf(setting);
  const handler = own ?? importedFunction(file, setting);
  if (handler === undefined) return unreadable(setting, 'this file does not say which function it is');
  const read = unlessReview(() => readHandler(handler));
  if (read instanceof ManualReview) {
    // (server, req, res) as in v2's typings takes the wrong one for the response.
    if (handler.node.params.length > 2)
      bail(setting.node, 'PREFLIGHT_HANDLER_THROWS', { from, error: undefined }, 'handlePreflightRequest');
    throw own ? read : new ManualReview(read.warning, setting.node);
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

interface State {
  readonly request: string;
  readonly response: string;
  readonly headers: Map<string, HeaderValue>;
  status: number;
  ended: boolean;
  dropsOutput: boolean;
}

/**
 * Reads a handler that only answers: headers and a status, written out or copied from the request. Its code is never run.
 *
 * @throws ManualReview for any other handler
 */
function readHandler(handler: NodePath<t.Function>): ReadHandler {
  const [request, response] = handler.get('params');
  const state: State = {
    request: request?.is('Identifier') ? request.node.name : '',
    response: response?.is('Identifier') ? response.node.name : '',
    headers: new Map(),
    status: 200,
    ended: false,
    dropsOutput: false,
  };
  const body = handler.get('body');
  if (body.is('BlockStatement')) {
    for (const statement of body.get('body')) {
      if (readStatement(statement, state)) break;
    }
  } else readExpression(body, state);
  if (!state.ended) unreadable(handler, 'it does not end the response before it returns');
  return result(handler, state);
}

function result(handler: NodePath<t.Function>, state: State): ReadHandler {
  const origin: HeaderValue = state.headers.get('access-control-allow-origin') ?? {
    kind: 'text',
    text: undefined,
  };
  let reflectsHeaders = false;
  for (const [name, value] of state.headers) {
    if (name === 'access-control-allow-origin' || value.kind === 'text') continue;
    if (name === 'access-control-allow-headers' && value.kind === 'asked-headers') reflectsHeaders = true;
    else if (name.startsWith('access-control-')) unreadable(handler, `${name} is only known at run time`);
  }
  if (origin.kind === 'asked-headers') unreadable(handler, 'it allows something that is not an origin');
  const textOf = (name: string) => {
    const value = state.headers.get(name);
    return value?.kind === 'text' ? value.text : undefined;
  };
  return {
    answer: preflightAnswer(state.status, textOf),
    origin,
    reflectsHeaders,
    dropsOutput: state.dropsOutput,
  };
}

/** @returns whether the handler returns here */
function readStatement(statement: NodePath<t.Statement>, state: State): boolean {
  if (statement.is('VariableDeclaration')) {
    const isQuiet = (path: NodePath) => runsLater(path, statement);
    if (mayHaveEffect(statement, isQuiet)) unreadable(statement, 'it calls other code');
    return false;
  }
  if (statement.is('ExpressionStatement')) {
    readExpression(statement.get('expression'), state);
    return false;
  }
  if (statement.is('ReturnStatement')) {
    const argument = statement.get('argument') as NodePath;
    if (argument.node) readExpression(argument, state);
    return true;
  }
  if (statement.is('EmptyStatement')) return false;
  return unreadable(statement, 'it decides by conditions, or calls other code');
}

function readExpression(path: NodePath, state: State): void {
  const node = unwrap(path);
  if (node.is('AssignmentExpression', { operator: '=' })) readAssignment(node, state);
  else if (node.is('CallExpression')) readCall(node, state);
  else unreadable(node, 'it does more than answer');
}

function readAssignment(path: NodePath, state: State): void {
  const left = path.get('left');
  const isStatus = memberName(left) === 'statusCode' && isResponse(left.get('object'), state);
  const status = evaluate(path.get('right'))?.value;
  if (!isStatus || typeof status !== 'number') unreadable(path, 'it sets something else than a status');
  state.status = status;
}

/** Reads a call on the response, also one that is chained: `res.writeHead(200).end()`. */
function readCall(call: NodePath<t.CallExpression>, state: State): void {
  const callee = calleeOf(call);
  const name = memberName(callee);
  if (name === undefined) unreadable(call, 'it calls other code');
  const object = unwrap(callee.get('object'));
  if (object.is('Identifier', { name: 'console' }) && !object.scope.hasBinding('console')) {
    requireQuiet(call.get('arguments'));
    state.dropsOutput = true;
    return;
  }
  if (object.is('CallExpression') && memberName(object.get('callee')) === 'writeHead')
    readCall(object, state);
  else if (!isResponse(object, state)) unreadable(call, 'it calls other code');
  if (state.ended) unreadable(call, 'it runs code after it has ended the response');
  readResponseMethod(name, call, state);
}

function isResponse(path: NodePath, { response }: State): boolean {
  return response !== '' && unwrap(path).is('Identifier', { name: response });
}

function readResponseMethod(name: string, call: NodePath<t.CallExpression>, state: State): void {
  const [first, second, ...others] = call.get('arguments');
  requireQuiet(others);
  if (name === 'end' || name === 'write') {
    requireQuiet(call.get('arguments'));
    state.ended ||= name === 'end';
  } else if (name === 'setHeader' && first && second) {
    const header = evaluate(first)?.value;
    if (typeof header !== 'string') unreadable(call, 'the name of a header is only known at run time');
    setHeader(header, second, state);
  } else if (name === 'writeHead' && first) {
    const status = evaluate(first)?.value;
    if (typeof status !== 'number') unreadable(call, 'the status is only known at run time');
    state.status = status;
    if (second) readHeaders(second, state);
  } else {
    unreadable(call, `it calls ${name}()`);
  }
}

/** @throws ManualReview if the evaluation of values that v4 does not need runs other code: `res.end(audit(req))` */
function requireQuiet(values: readonly NodePath[]): void {
  for (const value of values) if (!changesNothing(value)) unreadable(value, 'it calls other code');
}

function setHeader(header: string, value: NodePath, { headers, request }: State): void {
  const name = header.toLowerCase();
  const read = headerValue(value, request);
  // The origin is kept as it is written.
  if (read.kind === 'dynamic' && name !== 'access-control-allow-origin') requireQuiet([read.path]);
  headers.set(name, read);
}

function readHeaders(path: NodePath, state: State): void {
  const node = unwrap(path);
  const object = writtenValue(node);
  const binding = bindingOf(node);
  if (!object.is('ObjectExpression') || (binding && binding.referencePaths.length > 1))
    unreadable(path, 'its headers are not written as literals');
  for (const property of object.get('properties')) {
    const name = property.is('ObjectProperty')
      ? nameOf(property.node.key, property.node.computed)
      : undefined;
    if (name === undefined) unreadable(property, 'the name of a header is only known at run time');
    const value = propertyValue(property as NodePath<t.ObjectProperty>);
    setHeader(name, value, state);
  }
}

function unreadable(path: NodePath, why: string): never {
  return bail(path.node, 'PREFLIGHT_HANDLER_NOT_MIGRATED', { why }, 'handlePreflightRequest');
}

/** The value that a handler sends as a header. */
type HeaderValue =
  | { readonly kind: 'text'; readonly text: string | undefined }
  /** The request's own `Origin`. */
  | { readonly kind: 'echo' }
  /** The request's own `Access-Control-Request-Headers`. */
  | { readonly kind: 'asked-headers' }
  | { readonly kind: 'dynamic'; readonly path: NodePath };

/**
 * Reads a header's value.
 *
 * @param request the name of the handler's first parameter
 */
function headerValue(path: NodePath, request: string, depth = 0): HeaderValue {
  const node = present(path, request);
  const known = evaluate(node);
  if (known !== undefined) return { kind: 'text', text: textOf(known.value) };
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
  return memberName(node) === 'header' && unwrap(node.get('object')).is('Identifier', { name: request });
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** The header that `req.headers.origin`, `req.headers['origin']` and the like read. */
function requestHeader(path: NodePath, request: string): string | undefined {
  const name = memberName(path);
  if (name === undefined || request === '') return undefined;
  const headers = unwrap(path.get('object'));
  if (memberName(headers) !== 'headers') return undefined;
  return unwrap(headers.get('object')).is('Identifier', { name: request }) ? name : undefined;
}

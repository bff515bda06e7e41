import type { PreflightAnswer } from '../../origins/policy.js';
import { preflightAnswer } from '../../runtime/recording-response.js';
import { memberName, nameOf, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { evaluate, writtenValue } from '../ast/values.js';
import { type HeaderValue, headerValue } from './header-value.js';
import { bail } from './manual-review.js';

/** What a preflight handler answers, read from its code. */
export interface ReadHandler {
  readonly answer: PreflightAnswer;
  readonly origin:
    | { readonly kind: 'echo' }
    /** In `answer.allowOrigin`, which is undefined if the header is not sent. */
    | { readonly kind: 'literal' }
    | { readonly kind: 'dynamic'; readonly path: NodePath };
  /** Whether it allows exactly the headers that are asked for. */
  readonly reflectsHeaders: boolean;
  /** Whether it wrote to the console, which cannot be kept. */
  readonly dropsOutput: boolean;
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
export function readPreflightHandler(handler: NodePath<t.Function>): ReadHandler {
  const [request, response] = handler.get('params');
  const state: State = {
    request: request?.isIdentifier() ? request.node.name : '',
    response: response?.isIdentifier() ? response.node.name : '',
    headers: new Map(),
    status: 200,
    ended: false,
    dropsOutput: false,
  };
  const body = handler.get('body') as NodePath;
  if (body.isBlockStatement()) {
    for (const statement of body.get('body')) {
      if (readStatement(statement, state)) break;
    }
  } else readExpression(body, state);
  if (!state.ended) unreadable(handler, 'it does not end the response before it returns');
  return result(handler, state);
}

function result(handler: NodePath<t.Function>, state: State): ReadHandler {
  const origin = state.headers.get('access-control-allow-origin') ?? { kind: 'text', text: undefined };
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
    origin: origin.kind === 'text' ? { kind: 'literal' } : origin.kind === 'echo' ? { kind: 'echo' } : origin,
    reflectsHeaders,
    dropsOutput: state.dropsOutput,
  };
}

/** @returns whether the handler returns here */
function readStatement(statement: NodePath<t.Statement>, state: State): boolean {
  if (statement.isVariableDeclaration()) {
    for (const { init } of statement.node.declarations) {
      if (init?.type.includes('Call') || init?.type.includes('Await') || init?.type === 'NewExpression')
        unreadable(statement, 'it calls other code');
    }
    return false;
  }
  if (statement.isExpressionStatement()) {
    readExpression(statement.get('expression'), state);
    return false;
  }
  if (statement.isReturnStatement()) {
    const argument = statement.get('argument') as NodePath;
    if (argument.node) readExpression(argument, state);
    return true;
  }
  if (statement.isEmptyStatement()) return false;
  return unreadable(statement, 'it decides by conditions, or calls other code');
}

function readExpression(path: NodePath, state: State): void {
  const node = unwrap(path);
  if (node.isAssignmentExpression({ operator: '=' })) readAssignment(node, state);
  else if (node.isCallExpression()) readCall(node, state);
  else unreadable(node, 'it does more than answer');
}

function readAssignment(path: NodePath, state: State): void {
  const left = path.get('left') as NodePath;
  const isStatus = memberName(left) === 'statusCode' && isResponse(left.get('object') as NodePath, state);
  const status = evaluate(path.get('right') as NodePath)?.value;
  if (!isStatus || typeof status !== 'number') unreadable(path, 'it sets something else than a status');
  state.status = status;
}

/** Reads a call on the response, also one that is chained: `res.writeHead(200).end()`. */
function readCall(call: NodePath<t.CallExpression>, state: State): void {
  const callee = unwrap(call.get('callee') as NodePath);
  const name = memberName(callee);
  if (name === undefined) unreadable(call, 'it calls other code');
  const object = unwrap(callee.get('object') as NodePath);
  if (object.isIdentifier({ name: 'console' }) && !object.scope.hasBinding('console', true)) {
    state.dropsOutput = true;
    return;
  }
  if (object.isCallExpression() && memberName(object.get('callee') as NodePath) === 'writeHead')
    readCall(object, state);
  else if (!isResponse(object, state)) unreadable(call, 'it calls other code');
  if (state.ended) unreadable(call, 'it runs code after it has ended the response');
  readResponseMethod(name, call, state);
}

function isResponse(path: NodePath, { response }: State): boolean {
  return response !== '' && unwrap(path).isIdentifier({ name: response });
}

function readResponseMethod(name: string, call: NodePath<t.CallExpression>, state: State): void {
  const args = call.get('arguments') as NodePath[];
  const [first, second, third] = args;
  if (name === 'end') {
    state.ended = true;
  } else if (name === 'setHeader' && first && second) {
    const header = evaluate(first)?.value;
    if (typeof header !== 'string') unreadable(call, 'the name of a header is only known at run time');
    state.headers.set(header.toLowerCase(), headerValue(second, state.request));
  } else if (name === 'writeHead' && first) {
    const status = evaluate(first)?.value;
    if (typeof status !== 'number') unreadable(call, 'the status is only known at run time');
    state.status = status;
    const headers = third ?? (second && typeof evaluate(second)?.value === 'string' ? undefined : second);
    if (headers) readHeaders(headers, state);
  } else if (name !== 'write') {
    unreadable(call, `it calls ${name}()`);
  }
}

function readHeaders(path: NodePath, state: State): void {
  const node = unwrap(path);
  const object = writtenValue(node);
  if (!object.isObjectExpression() || (node.isIdentifier() && isWrittenTo(node)))
    unreadable(path, 'its headers are not written as literals');
  for (const property of object.get('properties')) {
    const name = property.isObjectProperty() ? headerName(property) : undefined;
    if (name === undefined) unreadable(property, 'the name of a header is only known at run time');
    state.headers.set(
      name.toLowerCase(),
      headerValue((property as NodePath<t.ObjectProperty>).get('value') as NodePath, state.request),
    );
  }
}

function headerName(property: NodePath<t.ObjectProperty>): string | undefined {
  const { key, computed } = property.node;
  const written = nameOf(key, computed);
  const known = written ?? (computed ? evaluate(property.get('key') as NodePath)?.value : undefined);
  return typeof known === 'string' ? known : undefined;
}

/** Whether a member of an object's variable is assigned. */
function isWrittenTo(path: NodePath<t.Identifier>): boolean {
  const references = path.scope.getBinding(path.node.name)?.referencePaths ?? [];
  return references.some(
    ({ parentPath, key }) =>
      parentPath?.isMemberExpression() && key === 'object' && parentPath.key === 'left',
  );
}

function unreadable(path: NodePath, why: string): never {
  return bail(path.node, 'PREFLIGHT_HANDLER_NOT_MIGRATED', { why }, 'handlePreflightRequest');
}

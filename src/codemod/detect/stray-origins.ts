import { memberName, type Property, propertyOf, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, evaluate, standsFor, writtenValue } from '../ast/values.js';
import { isV2Notation, SERVER_NAME } from './foreign.js';
import { moduleValue } from './module-value.js';

/** Names of the first argument of a Socket.IO server: `server`, `httpServer`, `app`, `this.http`, `port`. */
const SERVER_ARGUMENT = /(?:serv(?:er)?|srv|https?|app|port|listener)$/i;

/**
 * Finds `origins` in options that may go to a Socket.IO server of unknown origin. Its rules prevent false alarms, and each has
 * an example.
 *
 * @example strayOrigins(call) // for `socketIO(server, { origins: '*:*' })` with a parameter `socketIO`
 */
export function strayOrigins(call: NodePath<t.CallExpression | t.NewExpression>): Property | undefined {
  const callee = unwrap(call.get('callee') as NodePath);
  const [first, second] = call.get('arguments') as NodePath[];
  if (first === undefined) return undefined;
  if (isNestMethod(callee))
    return (call.get('arguments') as NodePath[]).map(originsIn).find((found) => found !== undefined);
  // load()(server, { origins }) and (0, _socket.default)({ origins }), for a file that requires 'socket.io'
  const options = originsIn(second ?? first);
  if (options !== undefined && leadsToSocketIo(callee)) return options;
  // cors({ origins }), http.listen(3007, { origins }), createServer(app, { origins })
  if (second === undefined || !namesServer(callee)) return undefined;
  const origins = originsIn(second);
  if (origins === undefined) return undefined;
  // io('https://example.com', { origins }) and io(url, { origins }) are a client's.
  if (isAddress(first)) return undefined;
  return takesServer(first) || hasV2Notation(origins) ? origins : undefined;
}

/** `adapter.createIOServer(port, options)` of Nest, and `IoAdapter.prototype.createIOServer.call(this, port, options)`. */
function isNestMethod(callee: NodePath): boolean {
  const name = memberName(callee);
  if (name === 'createIOServer') return true;
  return name === 'call' && memberName(unwrap(callee.get('object') as NodePath)) === 'createIOServer';
}

function namesServer(callee: NodePath): boolean {
  if (moduleValue(callee, ['socket.io-client']) !== undefined) return false;
  const member = memberName(callee);
  // io.listen(server, { origins })
  if (member === 'listen') return namesServer(unwrap(callee.get('object') as NodePath));
  const name = callee.isIdentifier() ? callee.node.name : member;
  return name !== undefined && SERVER_NAME.test(name);
}

/** Whether a callee comes from Socket.IO in a way that is not followed. The file's own functions only pass options on. */
function leadsToSocketIo(callee: NodePath): boolean {
  const member = memberName(callee);
  if (member !== undefined && !/^(?:default|Server|listen|attach)$/.test(member)) return false;
  const binding = callee.isIdentifier() ? callee.scope.getBinding(callee.node.name) : undefined;
  const value = constantValue(callee);
  if (binding?.path.isFunction() || (value && unwrap(value).isFunction())) return false;
  return standsFor(callee).some(namesSocketIo);
}

/** Whether an expression contains `'socket.io'`, except as the argument of a `require` that the file declares. */
function namesSocketIo(path: NodePath): boolean {
  let found = evaluate(path)?.value === 'socket.io';
  path.traverse({
    StringLiteral: ({ node, scope, parentPath }) => {
      const isOthers =
        parentPath?.isCallExpression() &&
        parentPath.get('callee').isIdentifier({ name: 'require' }) &&
        scope.hasBinding('require', true);
      found ||= node.value === 'socket.io' && !isOthers;
    },
  });
  return found;
}

/** Whether an argument is certainly neither a server nor a port. */
function isAddress(path: NodePath): boolean {
  const node = unwrap(path);
  const known = evaluate(node);
  if (known !== undefined) return typeof known.value === 'string' && !/^\d+$/.test(known.value);
  const isText = node.isTemplateLiteral() || node.isBinaryExpression({ operator: '+' });
  const name = node.isIdentifier() ? node.node.name : memberName(node);
  return isText || (name !== undefined && /(?:ur[il]|host|address|endpoint)$/i.test(name));
}

export function takesServer(path: NodePath): boolean {
  const node = unwrap(path);
  const known = evaluate(node);
  if (known !== undefined) return typeof known.value === 'number';
  const callee = node.isCallExpression() ? unwrap(node.get('callee') as NodePath) : node;
  const name = callee.isIdentifier() ? callee.node.name : memberName(callee);
  return name !== undefined && SERVER_ARGUMENT.test(name);
}

/** `origins` in options that are written out, here or in a constant. */
function originsIn(options: NodePath): Property | undefined {
  const object = writtenValue(options);
  return object.isObjectExpression() ? propertyOf(object, 'origins') : undefined;
}

function hasV2Notation(origins: Property): boolean {
  return origins.isObjectProperty() && isV2Notation(evaluate(origins.get('value') as NodePath)?.value);
}

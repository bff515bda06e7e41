import { constantValue } from '../ast/bound-values.js';
import { evaluate } from '../ast/evaluate.js';
import type { NodePath, t } from '../ast/types.js';
import { memberName, nameOf, rewrap, unwrap } from '../ast/unwrap.js';
import { type Handle, handleOf } from '../detect/handle.js';
import type { ServerSite } from '../detect/server-site.js';
import type { SourceFile } from '../edits/source-file.js';

/** Where v2's server keeps its check, so that apps could put theirs there. */
const PARTS_OF_CHECK = /^(?:\.checkRequest|\._origins|\.origins|\.set|\.(?:eio|engine)(?:\.allowRequest)?)$/;

/** Those that have a name which only v2's server gives them. */
const PARTS_OF_V2 = new Set(['checkRequest', '_origins']);

/** What v2's check is, or is set by. */
const PARTS = new Set([...PARTS_OF_V2, 'origins', 'set', 'allowRequest']);

/** What v2's server calls its engine. */
const ENGINES = new Set(['eio', 'engine']);

/** A place that may take a server's check out, or put one in. */
interface Suspect {
  readonly path: NodePath;
  /** The server it is about; undefined where that may be any. */
  readonly handle: Handle | undefined;
}

const SUSPECTS = new WeakMap<SourceFile, readonly Suspect[]>();

/**
 * Finds where a server's own check is taken out or replaced, behind the settings.
 *
 * @example overriddenCheck(file, site) // for `io.checkRequest = check`, and for `const set = io.origins`
 */
export function overriddenCheck(file: SourceFile, { handles }: ServerSite): NodePath | undefined {
  const suspects = SUSPECTS.get(file) ?? findSuspects(file);
  SUSPECTS.set(file, suspects);
  return suspects.find(
    ({ handle }) => handle === undefined || handles.some((one) => leadsToCheck(handle, one)),
  )?.path;
}

function findSuspects(file: SourceFile): Suspect[] {
  const found: Suspect[] = [];
  const visitMember = (path: NodePath) => {
    const handle = suspectedMember(path);
    if (handle !== undefined) found.push({ path, handle: handle ?? undefined });
  };
  const visitCall = (path: NodePath<t.CallExpression>) => {
    const [first, ...others] = path.get('arguments') as NodePath[];
    const handle = first && reflects(path.get('callee') as NodePath) ? handleOf(first) : undefined;
    if (handle && others.some(mayNamePart)) found.push({ path: path as NodePath, handle });
    if (path.get('callee').isIdentifier({ name: 'eval' }) && mayEvaluateOrigins(first))
      found.push({ path: path as NodePath, handle: undefined });
  };
  // extend(io, { checkRequest: check })
  const visitProperty = (path: NodePath<t.ObjectProperty> | NodePath<t.ObjectMethod>) => {
    const name = nameOf(path.node.key, path.node.computed);
    if (name !== undefined && PARTS_OF_V2.has(name) && path.parentPath?.isObjectExpression())
      found.push({ path: path as NodePath, handle: undefined });
  };
  file.program.traverse({
    ObjectProperty: visitProperty,
    ObjectMethod: visitProperty,
    MemberExpression: (path) => visitMember(path as NodePath),
    OptionalMemberExpression: (path) => visitMember(path as NodePath),
    CallExpression: visitCall,
    // const { origins } = io; ({ checkRequest } = io)
    ObjectPattern: (path) => {
      const owner = path.parentPath;
      const value = owner.isVariableDeclarator() ? owner.get('init') : undefined;
      const source = owner.isAssignmentExpression() ? owner.get('right') : value;
      const handle = source?.node ? handleOf(source as NodePath) : undefined;
      if (handle && mayNamePart(path as NodePath)) found.push({ path: path as NodePath, handle });
    },
    // with (io) { origins(list); }
    WithStatement: (path) => {
      found.push({ path: path as NodePath, handle: undefined });
    },
  });
  return found;
}

/** The server that a member is suspected of; null where that may be any, undefined where it is harmless. */
function suspectedMember(path: NodePath): Handle | null | undefined {
  const name = memberName(path);
  const object = path.get('object') as NodePath;
  const isTarget = path.key === 'left' && path.parentPath?.isAssignmentExpression() === true;
  // io[name](list): what is read is only known at run time
  if (name === undefined) {
    const property = evaluate(path.get('property') as NodePath)?.value;
    const isHarmless = typeof property === 'number' || (typeof property === 'string' && !PARTS.has(property));
    return isHarmless ? undefined : handleOf(object);
  }
  // Server.prototype.checkRequest = check
  if (isTarget && PARTS_OF_V2.has(name)) return null;
  // engine.allowRequest = check, for `const engine = io.eio`; but not options.allowRequest = check
  if (isTarget && name === 'allowRequest' && isEngine(object)) return null;
  const handle = handleOf(path);
  // guard(io.eio): the engine has a check of its own
  if (handle && ENGINES.has(name)) return isFollowed(path) ? undefined : handle;
  if (!handle || !PARTS.has(name)) return undefined;
  const { parentPath: parent } = path;
  const isCalled =
    (parent?.isCallExpression() || parent?.isOptionalCallExpression()) && path.key === 'callee';
  // io.origins.call(io, list) is reported where it is called.
  const isGoneThrough = parent?.isMemberExpression() && path.key === 'object';
  const isSetting = isCalled ? name === 'origins' || name === 'set' : isGoneThrough && name === 'origins';
  return isSetting ? undefined : handle;
}

/** Whether a member is no more than looked at, or gets a name that goes on being it. */
function isFollowed(member: NodePath): boolean {
  const { key, parentPath: parent } = rewrap(member);
  if (key === 'object' || key === 'test') return true;
  return key === 'left' ? parent?.isLogicalExpression({ operator: '&&' }) === true : isConstant(parent);
}

function isConstant(declarator: NodePath | null): boolean {
  if (!declarator?.isVariableDeclarator()) return false;
  const id = declarator.get('id');
  return id.isIdentifier() && id.scope.getBinding(id.node.name)?.constant === true;
}

/** Whether an expression is the engine of a server, or may be. */
function isEngine(path: NodePath): boolean {
  const node = unwrap(path);
  const value = constantValue(node);
  const named = memberName(value ? unwrap(value) : node);
  if (ENGINES.has(named ?? '')) return true;
  return node.isIdentifier() && value === undefined && /^(?:eio|engine)$/i.test(node.node.name);
}

/** Whether a call is one of `Object.assign`, `Reflect.get` and the like. */
function reflects(callee: NodePath): boolean {
  const name = memberName(callee);
  if (name === undefined) return false;
  const object = unwrap(callee.get('object') as NodePath);
  if (object.isIdentifier({ name: 'Reflect' })) return true;
  return object.isIdentifier({ name: 'Object' }) && /^(?:assign|define|setProto)/.test(name);
}

/** `{ eio: guard }`, whose name does not tell any more what it is. */
function isRenamedEngine(name: string, { value }: t.Node & { value?: unknown }): boolean {
  const target = value as t.Node | undefined;
  return ENGINES.has(name) && !(target?.type === 'Identifier' && ENGINES.has(target.name));
}

/** Whether a name or an object is, or has, a part of the check; what cannot be read may. */
function mayNamePart(path: NodePath): boolean {
  const node = unwrap(path);
  if (node.isObjectExpression() || node.isObjectPattern()) {
    return (node.node.properties as readonly t.Node[]).some((property) => {
      if (!('key' in property)) return node.isObjectExpression();
      const name = nameOf(property.key as t.Node, (property as t.ObjectProperty).computed);
      return (
        name === undefined || PARTS.has(name) || (node.isObjectPattern() && isRenamedEngine(name, property))
      );
    });
  }
  const known = evaluate(node);
  return known === undefined || (typeof known.value === 'string' && PARTS.has(known.value));
}

/** Whether what `eval` is given may set origins. */
function mayEvaluateOrigins(code: NodePath | undefined): boolean {
  const known = code && evaluate(code);
  return typeof known?.value !== 'string' || /origins|checkRequest/.test(known.value);
}

/** Whether a place is a server, or a part of its check. */
function leadsToCheck(place: Handle, server: Handle): boolean {
  if (place.root !== server.root || !place.path.startsWith(server.path)) return false;
  const rest = place.path.slice(server.path.length);
  return rest === '' || PARTS_OF_CHECK.test(rest);
}

import { ACCESS_OPTIONS } from '../../v2/server-api.js';
import { memberName, nameOf, type Property, propertyValue, unwrap } from '../ast/nodes.js';
import { followsInLine, statementOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, isExported, standsFor, writtenValue } from '../ast/values.js';
import { isOnlyRead, mayChangeObject } from '../detect/plain-object.js';
import type { ServerSite } from '../detect/server-site.js';
import type { SourceFile } from '../edits/source-file.js';
import { bail } from './manual-review.js';
import { settingsElsewhere } from './settings-elsewhere.js';

/** The options of a server, as far as they are written out. */
export interface ReadOptions {
  /** Undefined if none are given. */
  readonly object: NodePath<t.ObjectExpression> | undefined;
  /** Options that the file receives and passes on: the parameter of Nest's `createIOServer`. */
  readonly passedOn: NodePath | undefined;
  /** The last property of each name. */
  readonly properties: ReadonlyMap<string, Property>;
  /** `options.origins = …` between the object and the server, for the options that the codemod reads or writes. */
  readonly assignments: ReadonlyMap<string, NodePath<t.AssignmentExpression>>;
  /** `if (x) options.origins = …` before the server is created: assignments that may or may not run. */
  readonly lateOrigins: readonly NodePath<t.AssignmentExpression>[];
}

/** The options that this codemod reads or writes. */
const OF_INTEREST = new Set<string>([...ACCESS_OPTIONS, 'cors', 'allowEIO3']);

const NONE: ReadOptions = {
  object: undefined,
  passedOn: undefined,
  properties: new Map(),
  assignments: new Map(),
  lateOrigins: [],
};

/**
 * Reads the options of a server.
 *
 * @throws ManualReview if they cannot be followed
 */
export function readOptions(file: SourceFile, { call, optionsIndex, notation }: ServerSite): ReadOptions {
  const args = call.get('arguments') as NodePath[];
  for (const argument of args.slice(0, optionsIndex + 1)) {
    if (argument.isSpreadElement()) unreadable(argument, 'the arguments are spread');
  }
  const argument = args[optionsIndex];
  const [only] = args;
  if (optionsIndex === 1 && args.length === 1 && only && looksLikeOptions(file, only))
    unreadable(only, 'they come from elsewhere');
  if (argument === undefined) return NONE;
  const node = unwrap(argument);
  if (notation === 'feathers' && node.isFunction()) return NONE;
  if (node.isObjectExpression()) {
    return { ...NONE, object: node, properties: readProperties(file, node, call, notation) };
  }
  if (isPassedOn(node, notation)) {
    requireUntouched(node, call);
    return { ...NONE, passedOn: node };
  }
  if (node.isIdentifier()) return readNamed(file, node, call, notation);
  return unreadable(argument, 'they are not written out');
}

/** The options that v2's check depends on; an HTTP server has none of them. */
const OF_OPTIONS = new RegExp(`\\b(?:${ACCESS_OPTIONS.join('|')})\\b`);

/**
 * Whether the only argument may be options rather than a server: `require('socket.io')(config.socket)`, or
 * `require('socket.io')(load())` with a function of the file that returns some.
 */
function looksLikeOptions(file: SourceFile, path: NodePath): boolean {
  const node = unwrap(path);
  const last = node.isIdentifier() ? node.node.name : (memberName(node) ?? '');
  if (node.isNumericLiteral() || /serv|http|app|port|listen/i.test(last)) return false;
  if (/opt|conf|setting|param/i.test(file.text(node.node))) return true;
  return standsFor(node).some((path) => OF_OPTIONS.test(file.text(path.node)));
}

/** The parameter of `createIOServer(port, options)`, whose options are those of the gateway's decorator. */
function isPassedOn(path: NodePath, notation: ServerSite['notation']): path is NodePath<t.Identifier> {
  return (
    notation === 'adapter' && path.isIdentifier() && path.scope.getBinding(path.node.name)?.kind === 'param'
  );
}

function readProperties(
  file: SourceFile,
  object: NodePath<t.ObjectExpression>,
  call: ServerSite['call'],
  notation: ServerSite['notation'],
): Map<string, Property> {
  const properties = new Map<string, Property>();
  for (const property of object.get('properties')) {
    if (property.isSpreadElement()) {
      const spread = unwrap(property.get('argument'));
      if (isPassedOn(spread, notation)) requireUntouched(spread, call);
      else if (!isHarmless(spread)) unreadable(property, 'others are spread into them');
      continue;
    }
    const { key, computed } = property.node as t.ObjectProperty | t.ObjectMethod;
    const name = nameOf(key, computed);
    if (name === undefined) {
      if (computed) unreadable(property, 'the name of an option is only known at run time');
      continue;
    }
    if (name === '__proto__') unreadable(property, 'others come from a prototype');
    if (properties.has(name) && OF_INTEREST.has(name)) unreadable(property, `${name} is given twice`);
    if (OF_INTEREST.has(name) && isAccessor(property))
      unreadable(property, `${name} is computed by a getter`);
    if (!OF_INTEREST.has(name) && mayChangeObject(property))
      unreadable(property, `${name} is a function that may change them`);
    properties.set(name, property as Property);
    if (OF_INTEREST.has(name)) file.handled.add(property.node);
  }
  return properties;
}

/** Sees that options which are passed on are as they came, as far as v2's check is concerned. */
function requireUntouched(name: NodePath<t.Identifier>, call: ServerSite['call']): void {
  const found = settingsElsewhere(name, OF_INTEREST);
  if (found) unreadable(name, `${found} is assigned to them elsewhere`);
  if (!isOnlyRead(name, OF_INTEREST, call)) unreadable(name, 'they are also passed to other code');
}

/** Whether a spread value is an object of this file that has none of the options of interest, and runs no code. */
function isHarmless(path: NodePath): boolean {
  const node = unwrap(path);
  const object = writtenValue(node);
  if (!object.isObjectExpression() || (node.isIdentifier() && !isOnlyRead(node, OF_INTEREST))) return false;
  return object.get('properties').every((property) => {
    if (property.isSpreadElement()) return isHarmless(property.get('argument'));
    const { key, computed } = property.node as t.ObjectProperty | t.ObjectMethod;
    const name = nameOf(key, computed);
    if (isAccessor(property) || mayChangeObject(property)) return false;
    return (name !== undefined || !computed) && !OF_INTEREST.has(name ?? '') && name !== '__proto__';
  });
}

function isAccessor(property: NodePath): boolean {
  return property.isObjectMethod() && property.node.kind !== 'method';
}

/** Reads options in a variable, which no other code may receive. */
function readNamed(
  file: SourceFile,
  name: NodePath<t.Identifier>,
  call: ServerSite['call'],
  notation: ServerSite['notation'],
): ReadOptions {
  const declared = constantValue(name);
  const object = declared && unwrap(declared);
  const binding = name.scope.getBinding(name.node.name);
  if (!object?.isObjectExpression() || binding === undefined)
    return unreadable(name, 'they come from elsewhere');
  const properties = readProperties(file, object, call, notation);
  const assignments = new Map<string, NodePath<t.AssignmentExpression>>();
  const lateOrigins: NodePath<t.AssignmentExpression>[] = [];
  for (const reference of binding.referencePaths) {
    if (reference.node === name.node) continue;
    const member = reference.parentPath;
    if (!member?.isMemberExpression() || reference.key !== 'object')
      unreadable(name, 'they are also passed to other code');
    const key = nameOf(member.node.property, member.node.computed);
    const assignment = member.parentPath;
    if (key === undefined)
      unreadable(name, 'an option is read or added by a name that is only known at run time');
    if (key.startsWith('__')) unreadable(name, 'others come from a prototype');
    if (!OF_INTEREST.has(key)) continue;
    if (!assignment?.isAssignmentExpression() || member.key !== 'left')
      unreadable(name, `${key} is used elsewhere too`);
    if (
      !isInLine(assignment, object, call) ||
      assignment.node.operator !== '=' ||
      assignments.has(key) ||
      properties.has(key)
    ) {
      if (key !== 'origins' || !isBefore(assignment, object, call))
        bail(
          assignment.node,
          'ORIGINS_NOT_MIGRATED',
          { why: `${key} is assigned to the options under a condition, or more than once` },
          key,
        );
      lateOrigins.push(assignment);
      continue;
    }
    assignments.set(key, assignment);
  }
  if (isExported(binding)) unreadable(name, 'other files can import them');
  return { object, passedOn: undefined, properties, assignments, lateOrigins };
}

/** Whether an assignment is a statement between the options and the server, in the function that creates both. */
function isBefore(assignment: NodePath<t.AssignmentExpression>, object: NodePath, call: NodePath): boolean {
  const owner = assignment.getFunctionParent();
  return (
    assignment.node.operator === '=' &&
    assignment.parentPath?.isExpressionStatement() === true &&
    owner === call.getFunctionParent() &&
    owner === object.getFunctionParent() &&
    (assignment.node.end as number) <= (statementOf(call).node.start as number)
  );
}

/** Whether an assignment certainly runs after the options are created and before the server is. */
function isInLine(
  assignment: NodePath<t.AssignmentExpression>,
  object: NodePath,
  call: NodePath<t.CallExpression | t.NewExpression>,
): boolean {
  if (!followsInLine(assignment, object)) return false;
  const server = statementOf(call);
  return (assignment.node.end as number) <= (server.node.start as number);
}

function unreadable(path: NodePath, why: string): never {
  return bail(path.node, 'OPTIONS_NOT_READABLE', { why });
}

/** The value of an option: that of its property, the method itself, or the one assigned later. */
export function settingOf({ properties, assignments }: ReadOptions, name: string): NodePath | undefined {
  const assignment = assignments.get(name);
  if (assignment !== undefined) return assignment.get('right') as NodePath;
  const property = properties.get(name);
  return property && propertyValue(property);
}

import { ACCESS_OPTIONS } from '../../v2/server-api.js';
import {
  bindingOf,
  keyName,
  memberName,
  nameOf,
  type Property,
  propertyOf,
  propertyValue,
  rootOf,
  shortName,
  unwrap,
} from '../ast/nodes.js';
import { keepsMembers, keptObject, mayChangeObject, settingsElsewhere } from '../ast/objects.js';
import type { NodePath, t } from '../ast/path.js';
import { alwaysFollows, followsInLine, statementOf } from '../ast/statements.js';
import { isExported, standsFor, writtenValue } from '../ast/values.js';
import { moduleOf } from '../detect/foreign.js';
import { requiredModule } from '../detect/module-value.js';
import { optionsArgument, type ServerSite, writtenOptions } from '../detect/server-site.js';
import type { SourceFile } from '../edits/source-file.js';
import { bailOnOptions, bailOnOrigins } from './manual-review.js';

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
export function readOptions(file: SourceFile, site: ServerSite): ReadOptions {
  const { call, optionsIndex, notation } = site;
  const args = call.get('arguments');
  for (const argument of args.slice(0, optionsIndex + 1)) {
    if (argument.is('SpreadElement')) bailOnOptions(argument, 'the server is created with a spread argument');
  }
  const argument = args[optionsIndex];
  const [only] = args;
  if (optionsIndex === 1 && args.length === 1 && only && looksLikeOptions(file, only))
    bailOnOptions(only, originOf(only));
  if (argument === undefined) return NONE;
  const node = unwrap(argument);
  // io.listen(3000, () => …): neither v2 nor v4 calls the function, and it has no options.
  if (node.isFunction()) return NONE;
  if (node.is('ObjectExpression')) return { ...NONE, object: node, ...readProperties(file, node, site) };
  if (isPassedOn(node, notation))
    return { ...NONE, passedOn: node, assignments: requireUntouched(node, call) };
  if (node.is('Identifier')) return readNamed(file, node, site);
  return bailOnOptions(argument, originOf(node));
}

/** Where options come from that this file does not show. */
function originOf(path: NodePath): string {
  const root = rootOf(path);
  const binding = bindingOf(root);
  const module = binding ? moduleOf(binding) : requiredModule(root);
  if (module?.startsWith('.')) return `they come from '${module}', so cors and allowRequest belong there`;
  if (module !== undefined) return `they come from '${module}'`;
  if (binding?.kind === 'param') return 'they are a parameter, so the code that calls this function decides';
  return 'they are not written out';
}

/** The options that v2's check depends on; an HTTP server has none of them. */
const OF_OPTIONS = new RegExp(`\\b(?:${ACCESS_OPTIONS.join('|')})\\b`);

/**
 * Whether the only argument may be options rather than a server: `require('socket.io')(config.socket)`, or
 * `require('socket.io')(load())` with a function of the file that returns some.
 */
export function looksLikeOptions(file: SourceFile, path: NodePath): boolean {
  const node = unwrap(path);
  const last = shortName(node) ?? '';
  if (node.is('NumericLiteral') || /serv|http|app|port|listen/i.test(last)) return false;
  if (/opt|conf|setting|param/i.test(file.text(node.node))) return true;
  return standsFor(node).some((path) => OF_OPTIONS.test(file.text(path.node)));
}

/** The parameter of `createIOServer(port, options)`, whose options are those of the gateway's decorator. */
export function isPassedOn(path: NodePath, notation: ServerSite['notation']): path is NodePath<t.Identifier> {
  return notation === 'adapter' && path.is('Identifier') && bindingOf(path)?.kind === 'param';
}

function readProperties(
  file: SourceFile,
  object: NodePath<t.ObjectExpression>,
  { call, notation, methodCalls }: ServerSite,
): Pick<ReadOptions, 'properties' | 'assignments'> {
  const properties = new Map<string, Property>();
  const assignments = new Map<string, NodePath<t.AssignmentExpression>>();
  for (const property of object.get('properties')) {
    if (property.is('SpreadElement')) {
      const spread = unwrap(property.get('argument'));
      const replaced = methodCalls.length > 0 ? ['allowRequest', 'origins'] : ['allowRequest'];
      const earlier = replaced.find((name) => properties.has(name));
      if (isPassedOn(spread, notation)) {
        if (earlier)
          bailOnOptions(property, `the ones that are spread after ${earlier} may have another ${earlier}`);
        for (const [name, one] of requireUntouched(spread, call)) assignments.set(name, one);
      } else if (!isHarmless(spread)) bailOnOptions(property, 'other options are spread into them');
      continue;
    }
    const name = nameOfProperty(property);
    const isOfInterest = OF_INTEREST.has(name ?? '');
    const why =
      isOfInterest && isAccessor(property)
        ? `${name} is computed by a getter`
        : isOfInterest && properties.has(name ?? '')
          ? `${name} is given twice`
          : whyUnreadable(property, isOfInterest);
    if (why !== undefined) bailOnOptions(property, why);
    if (name === undefined) continue;
    properties.set(name, property as Property);
    if (isOfInterest) file.handled.add(property.node);
  }
  return { properties, assignments };
}

/** The name of a property that is no spread. */
export function nameOfProperty(property: NodePath): string | undefined {
  return keyName(property.node as Property['node']);
}

/** Why an object with such a property may have other options than those that are written; undefined if it does not. */
export function whyUnreadable(property: NodePath, mayReadThis = false): string | undefined {
  const name = nameOfProperty(property);
  if (name === undefined && (property.node as t.ObjectProperty).computed)
    return 'the name of an option is only known at run time';
  if (name === '__proto__') return 'some come from a prototype';
  if (mayReadThis || !mayChangeObject(property)) return undefined;
  return `${name} is a function that may change them`;
}

/** Whether a server is that of a Nest adapter that may give gateways other origins, or another check. */
export function adaptsGateways(site: ServerSite): boolean {
  if (site.notation !== 'adapter') return false;
  const options = optionsArgument(site);
  return !options || !passesOn(options) || site.methodCalls.length > 0 || site.overrides.length > 0;
}

/** Whether options are those that an adapter receives, at most with others that this codemod neither reads nor writes. */
function passesOn(path: NodePath): boolean {
  const options = unwrap(path);
  if (!options.is('ObjectExpression'))
    return isPassedOn(options, 'adapter') && settingsElsewhere(options, OF_INTEREST) === undefined;
  return options.get('properties').every((property) => {
    if (property.is('SpreadElement')) return passesOn(property.get('argument'));
    return !OF_INTEREST.has(nameOfProperty(property) ?? 'origins');
  });
}

/** `options.allowRequest = check;` of Nest's `createIOServer(port, options)`, if that is the one statement about it. */
function checkAssignedTo(
  name: NodePath<t.Identifier>,
  call: ServerSite['call'],
): NodePath<t.AssignmentExpression> | undefined {
  const uses = (bindingOf(name)?.referencePaths ?? []).filter(
    ({ parentPath, key }) => key === 'object' && parentPath && memberName(parentPath) === 'allowRequest',
  );
  const assignment = uses.length === 1 ? uses[0]?.parentPath?.parentPath : undefined;
  if (!assignment?.is('AssignmentExpression', { operator: '=' })) return undefined;
  const isStatement = assignment.parentPath?.is('ExpressionStatement') === true;
  return isStatement && alwaysFollows(statementOf(call), assignment) ? assignment : undefined;
}

/**
 * @returns the assignment of a check to them
 * @throws ManualReview if options that are passed on may have another `origins`, or another check, than the file received
 */
function requireUntouched(
  name: NodePath<t.Identifier>,
  call: ServerSite['call'],
): Map<string, NodePath<t.AssignmentExpression>> {
  const check = checkAssignedTo(name, call);
  const names = check ? new Set([...OF_INTEREST].filter((one) => one !== 'allowRequest')) : OF_INTEREST;
  const found = settingsElsewhere(name, names);
  if (found) bailOnOptions(name, `${found} is assigned to them elsewhere`);
  if (!keepsMembers(name, names, call)) bailOnOptions(name, 'they are also passed to other code');
  return new Map(check && [['allowRequest', check]]);
}

/** Whether a spread value is an object of this file that has none of the options of interest, and runs no code. */
function isHarmless(path: NodePath): boolean {
  const object = keptObject(path, OF_INTEREST);
  if (object === undefined) return false;
  return object.get('properties').every((property) => {
    if (property.is('SpreadElement')) return isHarmless(property.get('argument'));
    if (isAccessor(property) || whyUnreadable(property) !== undefined) return false;
    return !OF_INTEREST.has(nameOfProperty(property) ?? '');
  });
}

function isAccessor(property: NodePath): boolean {
  return property.is('ObjectMethod') && property.node.kind !== 'method';
}

/** Reads options in a variable, which no other code may receive. */
function readNamed(file: SourceFile, name: NodePath<t.Identifier>, site: ServerSite): ReadOptions {
  const object = writtenValue(name);
  const binding = bindingOf(name);
  if (!object.is('ObjectExpression') || binding === undefined) return bailOnOptions(name, originOf(name));
  const { properties, assignments: given } = readProperties(file, object, site);
  const assignments = new Map(given);
  const lateOrigins: NodePath<t.AssignmentExpression>[] = [];
  for (const reference of binding.referencePaths) {
    if (reference.node === name.node) continue;
    const member = reference.parentPath;
    if (!member?.is('MemberExpression') || reference.key !== 'object')
      bailOnOptions(name, 'they are also passed to other code');
    const key = nameOf(member.node.property, member.node.computed);
    const assignment = member.parentPath;
    if (key === undefined)
      bailOnOptions(name, 'an option is read or added by a name that is only known at run time');
    if (key.startsWith('__')) bailOnOptions(name, 'some come from a prototype');
    if (!OF_INTEREST.has(key)) continue;
    if (!assignment?.is('AssignmentExpression') || member.key !== 'left')
      bailOnOptions(name, `${key} is used elsewhere too`);
    const isEarly = isEarlyStatement(assignment, object, site.call);
    if (isEarly && followsInLine(assignment, object) && !assignments.has(key) && !properties.has(key)) {
      assignments.set(key, assignment);
      file.handled.add(assignment.node);
    } else if (isEarly && key === 'origins') lateOrigins.push(assignment);
    else
      bailOnOrigins(
        assignment,
        `${key} is assigned to the options under a condition, or more than once`,
        key,
      );
  }
  if (isExported(binding)) bailOnOptions(name, 'other files can import them');
  return { object, passedOn: undefined, properties, assignments, lateOrigins };
}

/** Whether an assignment is a statement between the options and the server, in the function that creates both. */
function isEarlyStatement(
  assignment: NodePath<t.AssignmentExpression>,
  object: NodePath,
  call: NodePath,
): boolean {
  const owner = assignment.getFunctionParent();
  return (
    assignment.node.operator === '=' &&
    assignment.parentPath?.is('ExpressionStatement') === true &&
    owner === call.getFunctionParent() &&
    owner === object.getFunctionParent() &&
    assignment.end <= (statementOf(call).node.start as number)
  );
}

/** The value of an option: that of its property, the method itself, or the one assigned later. */
export function settingOf({ properties, assignments }: ReadOptions, name: string): NodePath | undefined {
  const assignment = assignments.get(name);
  if (assignment !== undefined) return assignment.get('right');
  const property = properties.get(name);
  return property && propertyValue(property);
}

/** The option `origins` of a server, or the variable of options that get it elsewhere. */
export function writtenOrigins(site: ServerSite): t.Node | undefined {
  const object = writtenOptions(site);
  const property = object && propertyOf(object, 'origins');
  if (property) return property.node;
  const options = optionsArgument(site);
  const name = options && unwrap(options);
  return name?.is('Identifier') && settingsElsewhere(name, ORIGINS) ? name.node : undefined;
}

const ORIGINS: ReadonlySet<string> = new Set(['origins']);

/** Whether the options have one of v2's settings, or are assigned one. */
export function hasLegacySetting(site: ServerSite): boolean {
  return hasSetting(site, LEGACY);
}

/** Whether a server is that of a Nest adapter that gives gateways a check. */
export function adaptsCheck(site: ServerSite): boolean {
  return site.notation === 'adapter' && hasSetting(site, CHECK);
}

function hasSetting(site: ServerSite, names: ReadonlySet<string>): boolean {
  const object = writtenOptions(site);
  if (object && [...names].some((name) => propertyOf(object, name) !== undefined)) return true;
  const argument = optionsArgument(site);
  const node = argument && unwrap(argument);
  const spread = object?.get('properties').filter((one) => one.is('SpreadElement')) ?? [];
  return [node, ...spread.map((one) => unwrap(one.get('argument')))].some(
    (path) => path?.is('Identifier') && settingsElsewhere(path, names) !== undefined,
  );
}

const CHECK: ReadonlySet<string> = new Set(['allowRequest']);
const LEGACY: ReadonlySet<string> = new Set(['origins', 'handlePreflightRequest']);

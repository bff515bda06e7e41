import type { OriginRule } from '../../origins/policy.js';
import { allOf, calleeOf, type Property, propertyOf, propertyValue, unwrap } from '../ast/nodes.js';
import { keepsMembers, keptObject } from '../ast/objects.js';
import type { NodePath, t } from '../ast/path.js';
import { evaluate, standsFor, writtenValue } from '../ast/values.js';
import { moduleValue } from '../detect/module-value.js';
import {
  attachCalls,
  attachedObjects,
  optionsArgument,
  type ServerSite,
  writtenOptions,
} from '../detect/server-site.js';
import type { FoundServers } from '../detect/servers.js';
import type { FileSurvey } from '../types.js';
import { bailOnOrigins } from './manual-review.js';
import { isPassedOn, nameOfProperty } from './options.js';
import { runTimeType } from './origins-value.js';
import { type Releases, readOrigins } from './read-origins.js';

const OF_CORS: ReadonlySet<string> = new Set(['origin', 'origins']);

/** The `cors` in a server's options. */
export function corsOf(site: ServerSite): Property | undefined {
  const object = writtenOptions(site);
  return object && propertyOf(object, 'cors');
}

/** A `cors` option. */
export interface ReadCors {
  readonly property: Property;
  /** The object that is its value, if that is written out. */
  readonly object: NodePath<t.ObjectExpression> | undefined;
  readonly misplaced: MisplacedOrigins | undefined;
}

/** Origins where v4 does not read them: `cors: […]`, `cors: '…'`, `cors: list`, or `cors: { origins: … }`. */
interface MisplacedOrigins {
  readonly value: NodePath;
  /** The value, if it is literal, and what it lists; `any` for any origin. */
  readonly known?: { readonly value: unknown; readonly rule: OriginRule | 'any' };
}

/** The releases that decide what misplaced origins mean: no release of v2 read them, so they mean what v2's docs say. */
export function asWritten(releases: Releases): Releases {
  return {
    ...releases,
    ...{ semantics: 'documented', era: 'scheme-host-port', from: '2.5.1', isModern: true },
  };
}

/**
 * Reads a `cors` option.
 *
 * @throws ManualReview for origins that no v2 server accepted
 */
export function readCors(property: Property, releases: Releases): ReadCors {
  if (property.is('ObjectMethod')) return { property, object: undefined, misplaced: undefined };
  const whole = property.get('value');
  const object = writtenValue(whole);
  if (!object.is('ObjectExpression')) {
    const misplaced = readMisplaced(whole, releases);
    const { known } = misplaced;
    const isUsed = known ? known.value !== false && known.value != null : runTimeType(whole) === 'array';
    return { property, object: undefined, misplaced: isUsed ? misplaced : undefined };
  }
  const origins = propertyOf(object, 'origin') ? undefined : propertyOf(object, 'origins');
  // app.use(cors(corsOptions)), which ignores them too
  const name = unwrap(whole);
  if (origins && name !== object && !keepsMembers(name, OF_CORS, property))
    bailOnOrigins(origins, 'other code gets the same object, so it would also start to read them');
  return { property, object, misplaced: origins && readMisplaced(propertyValue(origins), releases) };
}

function readMisplaced(path: NodePath, releases: Releases): MisplacedOrigins {
  const read = path.is('ObjectMethod') ? undefined : evaluate(path);
  if (read === undefined) return { value: path };
  const { value } = read;
  const isAny = !value || value === true;
  const rule = isAny ? undefined : readOrigins(value, true, asWritten(releases), path).rule;
  const isEveryone = rule === undefined || rule.kind === 'everyone';
  return { value: path, known: { value, rule: isEveryone ? 'any' : rule } };
}

/** The options of `io.attach(server, { … })`, and their `cors`. */
export interface AttachedCors {
  readonly object: NodePath<t.ObjectExpression>;
  readonly cors: ReadCors | undefined;
}

/** Reads the `cors` options of `io.attach()` and `io.listen()`. */
export function attachedCors(site: ServerSite, releases: Releases): AttachedCors[] {
  return attachedObjects(site).map((object) => {
    const property = propertyOf(object, 'cors');
    return { object, cors: property && readCors(property, releases) };
  });
}

/**
 * Whether a server of a file gets options, or a `cors` in them, that are not written in the file.
 *
 * @returns `v4` if such a server is for v4, even if v2 is installed
 */
export function takesOptions({ sites, unfollowed }: FoundServers): FileSurvey['takesOptions'] {
  const taking = sites.filter((site) => {
    const attached = attachCalls(site).map(({ call }) => call.get('arguments')[1]);
    return [optionsArgument(site), ...attached].some(
      (options) =>
        options !== undefined && !isWritten(options, site.notation, options.parentPath as NodePath),
    );
  });
  if (taking.some(({ notation }) => notation === 'v4')) return 'v4';
  return taking.length > 0 || unfollowed.length > 0 ? 'any' : undefined;
}

const CORS: ReadonlySet<string> = new Set(['cors']);

/** @param call the only other code that may get the object; without it, any may */
function isWritten(path: NodePath, notation: ServerSite['notation'], call?: NodePath): boolean {
  const value = writtenValue(path);
  if (!value.is('ObjectExpression'))
    return (
      value.isFunction() ||
      evaluate(value) !== undefined ||
      isPassedOn(unwrap(path), notation) ||
      isTranslated(value)
    );
  if (call && keptObject(path, CORS, call) === undefined) return false;
  return value.get('properties').every((property) => {
    if (property.is('SpreadElement')) return isWritten(property.get('argument'), notation);
    return nameOfProperty(property) !== 'cors' || isWritten(propertyValue(property as Property), notation);
  });
}

/** `translateCors(config.socket).options`, `const { options } = translateCors(…)`: settings of v2 that are translated at run time. */
function isTranslated(options: NodePath): boolean {
  const calls = standsFor(options).flatMap((one) => [one, ...allOf(one, 'CallExpression')]);
  return calls.some(
    (call) => moduleValue(calleeOf(call), ['socket.io-cors-compat'])?.name === 'translateCors',
  );
}

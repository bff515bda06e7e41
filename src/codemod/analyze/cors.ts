import type { OriginRule } from '../../origins/policy.js';
import { type Property, propertyOf, propertyValue, unwrap } from '../ast/nodes.js';
import { keepsMembers } from '../ast/objects.js';
import type { NodePath, t } from '../ast/path.js';
import { evaluate, writtenValue } from '../ast/values.js';
import { attachedObjects, type ServerSite } from '../detect/server-site.js';
import { bailOnOrigins } from './manual-review.js';
import { runTimeType } from './origins-value.js';
import { type Releases, readOrigins } from './read-origins.js';

const OF_CORS: ReadonlySet<string> = new Set(['origin', 'origins']);

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

import valid from 'semver/functions/valid.js';
import type { WarningArgs, WarningCode } from '../../messages/settings.js';
import { warningOf } from '../analyze/manual-review.js';
import { placeOf } from '../ast/nodes.js';
import { failureOf } from '../ast/parse.js';
import type { t } from '../ast/path.js';
import { PARTS, RELATED_PACKAGES } from '../detect/packages.js';
import { EditList } from '../edits/edits.js';
import type { Finding, MigrateResult } from '../types.js';
import { type Entry, entriesAt, entriesOf, parseJson, removeEntries } from './json.js';
import { DEPENDENCY_FIELDS } from './packages.js';
import { type Pin, pinsIn } from './pins.js';
import { isBefore, type Requirement, requirementOf } from './releases.js';

/** The packages to upgrade, and the ones to remove, because v3 and v4 ship with types. */
const UPGRADED = ['socket.io', 'socket.io-client'];
const OBSOLETE = ['@types/socket.io', '@types/socket.io-client'];
const OWN_NAME = 'socket.io-cors-compat';
const FIRST_V3 = '3.0.0-0';
const SHOWN_BLOCKERS = 5;

/** How to migrate a `package.json`. */
export interface PackageJsonOptions {
  /** The release to upgrade to. */
  readonly to: string;
  /** Whether the client stays as it is. */
  readonly keepV2Clients: boolean;
  /** The findings that keep the package on v2: `server.js:3 ORIGINS_NOT_MIGRATED`. */
  readonly blockers?: readonly string[];
  /** The range of socket.io-cors-compat to add, if a server of the package uses the drop-in. */
  readonly dropIn?: string | undefined;
  /** The release of the server, if it is older than all known ones. */
  readonly tooOld?: string | undefined;
  /** The folder of the file, around which catalogs are. */
  readonly folder?: string;
  /** The release of a dependency: installed, locked, or its range. */
  readonly releaseOf?: (name: string) => string | undefined;
  /** The pins in the files around it. */
  readonly outerPins?: readonly Pin[];
  /** The codes of findings that count as reviewed. */
  readonly acknowledge?: ReadonlySet<string>;
}

interface Dependency extends Entry, Requirement {
  readonly field: string;
}

/**
 * Upgrades Socket.IO in a `package.json`. All other bytes stay.
 *
 * @param code the text of the file
 * @returns `failure` if it is not JSON
 * @example migratePackageJson('{"dependencies":{"socket.io":"2.5.1"}}', { to: '4.8.4', keepV2Clients: false }).code
 */
export function migratePackageJson(code: string, options: PackageJsonOptions): MigrateResult {
  let root: t.Node;
  try {
    root = parseJson(code);
  } catch (error) {
    return { code, changed: false, findings: [], failure: failureOf(error) };
  }
  const edits = new EditList(code);
  const dependencies = DEPENDENCY_FIELDS.flatMap((field) =>
    entriesAt(root, [field]).map(
      (one): Dependency => ({ ...one, ...requirementOf(one.name, one.text, options.folder), field }),
    ),
  );
  const upgraded = dependencies.filter((one) => isUpgradable(one, options));
  const aliases = entriesAt(root, ['imports']).filter(isSocketIo);
  const findings = [
    ...dependencies.flatMap((one) => reviewDependency(one, upgraded.includes(one), options)),
    ...aliases.map((one) =>
      manual(one, 'PACKAGE_JSON_INSTALLS_ALIAS', { name: one.name, range: 'socket.io' }),
    ),
    ...reviewPins([...pinsIn(root), ...(options.outerPins ?? [])], dependencies, options),
  ];
  const isReviewed = options.acknowledge?.has('PACKAGE_JSON_INSTALLS_ALIAS');
  const blockers = [
    ...(options.blockers ?? []),
    ...(isReviewed
      ? []
      : aliases.map(({ node, name }) => `package.json:${placeOf(node).line} imports ${name}`)),
  ];
  const [first] = upgraded;
  const gone =
    blockers.length > 0 ? [] : dependencies.filter((one) => isObsolete(one, dependencies, options));
  findings.push(...gone.map((one) => changed(one, { change: 'removed', name: one.name, range: one.text })));
  if (blockers.length === 0) for (const one of upgraded) findings.push(upgrade(edits, one, options.to));
  else if (first !== undefined)
    findings.push(
      manual(first, 'PACKAGE_JSON_STAYS_ON_V2', {
        reasons: blockers.slice(0, SHOWN_BLOCKERS),
        more: Math.max(0, blockers.length - SHOWN_BLOCKERS),
      }),
    );
  if (options.dropIn !== undefined && addDropIn(edits, root, dependencies, options.dropIn)) {
    const node = dependencies.find(({ name }) => name === 'socket.io')?.node ?? root;
    findings.push(changed({ node }, { change: 'added', name: OWN_NAME, range: options.dropIn }, OWN_NAME));
    // The command alone is in devDependencies, which are not deployed.
    gone.push(...dependencies.filter(({ name }) => name === OWN_NAME));
  }
  for (const { node } of entriesOf(root)) removeEntries(edits, node.value, gone);
  findings.sort((a, b) => a.line - b.line || a.column - b.column);
  const migrated = edits.apply();
  return { code: migrated, changed: migrated !== code, findings };
}

const isForReview = (name: string, { keepV2Clients }: PackageJsonOptions): boolean =>
  !(keepV2Clients && (name.endsWith('-client') || RELATED_PACKAGES.get(name)?.isClient));

/** Finds what needs manual review about a dependency: a package for v2, or v2 under another name or in another place. */
function reviewDependency(one: Dependency, isUpgraded: boolean, options: PackageJsonOptions): Finding[] {
  const { name, source, text: range, where } = one;
  const related = isForReview(source, options) ? RELATED_PACKAGES.get(source) : undefined;
  if (related !== undefined && (related.first === undefined || isBefore(one.range, related.first))) {
    const code = related.stopsGuarding
      ? 'PACKAGE_JSON_COMPANION_STOPS_GUARDING'
      : 'PACKAGE_JSON_COMPANION_IS_TOO_OLD';
    return [manual(one, code, { name, range, path: related.path })];
  }
  // A lockfile of v4 tells about a range that cannot be read.
  const release = one.range ?? (source === name ? options.releaseOf?.(name) : undefined);
  const isV2 = release === undefined || isBefore(release, FIRST_V3);
  if (name !== 'socket.io' && source === 'socket.io' && isV2)
    return [manual(one, 'PACKAGE_JSON_INSTALLS_ALIAS', { name, range })];
  if (!UPGRADED.includes(name) || !isForReview(name, options)) return [];
  const { tooOld } = options;
  return [
    ...(where !== undefined && isV2 && !isUpgraded
      ? [manual(one, 'PACKAGE_JSON_RELEASE_IS_ELSEWHERE', { name, range, where })]
      : []),
    ...(name === 'socket.io' && tooOld !== undefined
      ? [manual(one, 'RELEASE_IS_OLDER_THAN_KNOWN', { release: tooOld })]
      : []),
  ];
}

/** Finds the pins that keep a part of v2 installed. */
function reviewPins(pins: readonly Pin[], dependencies: readonly Dependency[], options: PackageJsonOptions) {
  const server = dependencies.find(({ name }) => name === 'socket.io');
  return pins.flatMap(({ at = server, name, range: written, found }) => {
    // npm reads `$a` as the range of the dependency `a`. The ones for Socket.IO itself are upgraded.
    const named = dependencies.find((dependency) => `$${dependency.name}` === written);
    if (at === undefined || (named !== undefined && UPGRADED.includes(named.name))) return [];
    const range = (named?.text ?? written).replace(/^npm:(?:.+@)?/, '');
    const first = isForReview(name, options) ? PARTS.get(name) : undefined;
    if (first === undefined || !isBefore(range, first)) return [];
    return [manual(at, 'PACKAGE_JSON_PINS_V2', { name, range, found }, name)];
  });
}

/** Whether an entry of `imports` gives Socket.IO another name: `{ "#io": "socket.io" }`. */
function isSocketIo({ text, node }: Entry): boolean {
  return text === 'socket.io' || entriesOf(node.value).some(isSocketIo);
}

function isUpgradable(one: Dependency, { keepV2Clients, releaseOf }: PackageJsonOptions): boolean {
  const { name, source, range, where, field } = one;
  const isHere = where === undefined || where === 'an alias' || where === 'a tag';
  if (!UPGRADED.includes(name) || source !== name || !isHere) return false;
  if (keepV2Clients && name === 'socket.io-client') return false;
  // A range or tag may allow v4, and v2 is installed or locked: a package manager would keep that. Peers are for the
  // package's users to install.
  const release = field === 'peerDependencies' || where === 'an alias' ? range : (releaseOf?.(name) ?? range);
  return isBefore(range, FIRST_V3) || isBefore(release, FIRST_V3);
}

function upgrade(edits: EditList, { name, range = '', where, node }: Dependency, to: string): Finding {
  const isExact = valid(range.replace(/^[=v\s]+/, '')) !== null;
  const written = (where === 'an alias' ? `npm:${name}@` : '') + (isExact ? to : `^${to}`);
  edits.replace((node.value.start as number) + 1, (node.value.end as number) - 1, written);
  return changed({ node }, { change: 'upgraded', name, range: written }, name);
}

/** Whether a package of types is obsolete, because the package that it is for ships with types after the upgrade. */
function isObsolete(
  { name }: Dependency,
  all: readonly Dependency[],
  { keepV2Clients }: PackageJsonOptions,
): boolean {
  if (!OBSOLETE.includes(name) || (keepV2Clients && name.endsWith('-client'))) return false;
  const { range, where } = all.find((other) => `@types/${other.name}` === name) ?? {};
  return range !== undefined && (where === undefined || where === 'an alias');
}

/**
 * Adds the drop-in beside socket.io, else to `dependencies`. Users of the package install its peers themselves, and
 * `devDependencies`, which may have this package for the command, are not deployed.
 *
 * @returns whether it was not there already
 */
function addDropIn(
  edits: EditList,
  root: t.Node,
  dependencies: readonly Dependency[],
  range: string,
): boolean {
  const isIn = (name: string, fields: readonly string[]) =>
    dependencies.find((one) => one.name === name && fields.includes(one.field));
  const deployed = ['dependencies', 'optionalDependencies', 'peerDependencies'];
  const isDeployed = isIn('socket.io', deployed) !== undefined;
  const fields = !isDeployed && isIn('socket.io', ['devDependencies']) ? ['devDependencies'] : deployed;
  if (isIn(OWN_NAME, fields)) return false;
  const beside =
    isIn(
      'socket.io',
      fields.filter((field) => field !== 'peerDependencies'),
    ) ?? dependencies.filter(({ field }) => field === 'dependencies').at(-1);
  const empty = entriesOf(root).find(({ name }) => name === 'dependencies');
  const entry = `"${OWN_NAME}": ${JSON.stringify(range)}`;
  const last = entriesOf(root).at(-1);
  if (beside !== undefined) insertAfter(edits, beside, OWN_NAME, JSON.stringify(range));
  else if (empty !== undefined)
    edits.replace(empty.node.value.start as number, empty.node.value.end as number, `{ ${entry} }`);
  else if (last !== undefined) insertAfter(edits, last, 'dependencies', `{ ${entry} }`);
  else edits.replace(root.start as number, root.end as number, `{ "dependencies": { ${entry} } }`);
  return true;
}

/** Adds an entry after another one, with the same white space. */
function insertAfter(
  edits: EditList,
  { node: { key, value, start, end } }: Entry,
  name: string,
  text: string,
): void {
  const { code } = edits;
  const space = /\s*$/.exec(code.slice(0, start as number))?.[0];
  const colon = code.slice(key.end as number, value.start as number);
  edits.insert(end as number, `,${space}"${name}"${colon}${text}`);
}

function changed(
  one: { readonly node: t.Node },
  args: WarningArgs<'PACKAGE_JSON_CHANGED'>,
  subject?: string,
): Finding {
  return { ...warningOf('PACKAGE_JSON_CHANGED', args, subject), ...placeOf(one.node), action: 'migrated' };
}

function manual<Code extends WarningCode>(
  one: Entry,
  code: Code,
  args: WarningArgs<Code>,
  subject = one.name,
): Finding {
  return { ...warningOf(code, args, subject), ...placeOf(one.node), action: 'manual' };
}

import valid from 'semver/functions/valid.js';
import intersects from 'semver/ranges/intersects.js';
import validRange from 'semver/ranges/valid.js';
import type { WarningArgs, WarningCode } from '../../messages/settings.js';
import { warningOf } from '../analyze/manual-review.js';
import { placeOf } from '../ast/nodes.js';
import type { t } from '../ast/types.js';
import { PARTS, RELATED_PACKAGES } from '../detect/packages.js';
import { EditList } from '../edits/edits.js';
import type { Finding, MigrateResult } from '../types.js';
import { addEntry, type Entry, entriesAt, entriesOf, parseJson, removeEntries } from './json-entries.js';
import { DEPENDENCY_FIELDS, type Requirement } from './packages.js';

/** The packages to upgrade, and the ones to remove, because v3 and v4 ship with types. */
const UPGRADED = ['socket.io', 'socket.io-client'];
const OBSOLETE = ['@types/socket.io', '@types/socket.io-client'];
const PINNING: readonly (readonly string[])[] = [['overrides'], ['resolutions'], ['pnpm', 'overrides']];
const OWN_NAME = 'socket.io-cors-compat';

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
  /** Resolves what is written for a dependency and may be no range, such as a catalog or an address. */
  readonly resolve?: (name: string, written: string) => Pick<Requirement, 'range' | 'where'>;
  /** The `overrides` in the pnpm-workspace.yaml around it. */
  readonly workspaceOverrides?: readonly (readonly [key: string, range: string])[];
  /** The text of each package.json around it with a workspace, apart from those that are migrated too. */
  readonly workspaceManifests?: readonly string[];
  /** The codes of findings that count as reviewed. */
  readonly acknowledge?: ReadonlySet<string>;
  /** Whether v2 is installed or locked, even if the range allows v4, as `latest` and `>=2` do. */
  readonly isOnV2?: (name: string) => boolean;
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
    const failure = { message: (error as Error).message, line: 1, column: 1 };
    return { code, changed: false, findings: [], failure };
  }
  const edits = new EditList(code);
  const findings = reviewPackageJson(root, options);
  const fields = entriesOf(root).filter(({ name }) =>
    (DEPENDENCY_FIELDS as readonly string[]).includes(name),
  );
  const all = fields.flatMap(({ node }) => entriesOf(node.value));
  const upgraded = fields.flatMap(({ name, node }) =>
    entriesOf(node.value).filter((one) => isUpgradable(one, name, options)),
  );
  const blockers = [...(options.blockers ?? [])];
  if (options.acknowledge?.has('PACKAGE_JSON_INSTALLS_ALIAS') !== true)
    for (const { node, name } of aliasesOf(root))
      blockers.push(`package.json:${placeOf(node).line} imports ${name}`);
  const [first] = upgraded;
  if (blockers.length === 0) {
    for (const one of upgraded) findings.push(upgrade(edits, one, options.to));
    for (const { node } of fields) {
      const removed = entriesOf(node.value).filter((one) => isObsolete(one, all, options));
      removeEntries(edits, node.value, removed);
      findings.push(...removed.map((one) => changed(one, { change: 'removed', ...one })));
    }
  } else if (first !== undefined) {
    const reasons = blockers.slice(0, SHOWN_BLOCKERS);
    const more = blockers.length - reasons.length;
    findings.push(manual(first, 'PACKAGE_JSON_STAYS_ON_V2', { reasons, more }));
  }
  let migrated = edits.apply();
  const added = options.dropIn === undefined ? undefined : addDropIn(migrated, options.dropIn);
  if (added !== undefined && options.dropIn !== undefined) {
    const node = all.find(({ name }) => name === 'socket.io')?.node ?? root;
    findings.push(changed({ node }, { change: 'added', name: OWN_NAME, range: options.dropIn }, OWN_NAME));
    migrated = added;
  }
  findings.sort((a, b) => a.line - b.line || a.column - b.column);
  return { code: migrated, changed: migrated !== code, findings };
}

const SHOWN_BLOCKERS = 5;

/** Finds what needs manual review: packages for v2, and settings that keep v2 installed. */
function reviewPackageJson(root: t.Node, options: PackageJsonOptions): Finding[] {
  const { keepV2Clients, tooOld } = options;
  const resolve: NonNullable<PackageJsonOptions['resolve']> =
    options.resolve ?? ((_name, range) => ({ range: range.replace(/^npm:.+@/, '') }));
  const isForReview = (name: string) =>
    !(keepV2Clients && (name.endsWith('-client') || RELATED_PACKAGES.get(name)?.isClient));
  const dependencies = DEPENDENCY_FIELDS.flatMap((field) => entriesAt(root, [field]));
  const findings = dependencies.flatMap((one): Finding[] => {
    const { name, range } = one;
    const source = sourceOf(one);
    const related = isForReview(source) ? RELATED_PACKAGES.get(source) : undefined;
    const { where, range: asked } = resolve(source, range);
    const isV2 = asked === undefined || isBefore(asked, FIRST_V3);
    if (related !== undefined && (related.first === undefined || isBefore(asked ?? '', related.first))) {
      const code = related.stopsGuarding
        ? 'PACKAGE_JSON_COMPANION_STOPS_GUARDING'
        : 'PACKAGE_JSON_COMPANION_IS_TOO_OLD';
      return [manual(one, code, { name, range, path: related.path })];
    }
    if (name !== 'socket.io' && source === 'socket.io' && isV2)
      return [manual(one, 'PACKAGE_JSON_INSTALLS_ALIAS', { name, range })];
    if (!UPGRADED.includes(name) || !isForReview(name)) return [];
    const isOwnAlias = range.startsWith('npm:') && source === name && asked !== undefined;
    const isElsewhere = where !== undefined && !isOwnAlias;
    return [
      ...(isElsewhere && isV2
        ? [manual(one, 'PACKAGE_JSON_RELEASE_IS_ELSEWHERE', { name, range, where })]
        : []),
      ...(name === 'socket.io' && tooOld !== undefined
        ? [manual(one, 'RELEASE_IS_OLDER_THAN_KNOWN', { release: tooOld })]
        : []),
    ];
  });
  for (const one of aliasesOf(root))
    findings.push(manual(one, 'PACKAGE_JSON_INSTALLS_ALIAS', { name: one.name, range: 'socket.io' }));
  const pin = (one: Entry, key: string, written: string, found: string) => {
    const name = pinnedName(key) ?? '';
    // npm reads `$a` as the range of the dependency `a`. The ones for Socket.IO itself are upgraded.
    const named = dependencies.find((dependency) => `$${dependency.name}` === written);
    if (named !== undefined && UPGRADED.includes(named.name)) return;
    const range = (named?.range ?? written).replace(/^npm:(?:.+@)?/, '');
    const first = isForReview(name) ? PARTS.get(name) : undefined;
    if (first !== undefined && isBefore(range, first))
      findings.push(manual(one, 'PACKAGE_JSON_PINS_V2', { name, range, found }, name));
  };
  for (const path of PINNING)
    for (const [one, range] of pinsIn(entriesAt(root, path))) pin(one, one.name, range, path.join('.'));
  const server = dependencies.find(({ name }) => name === 'socket.io');
  if (server === undefined) return findings;
  for (const [key, range] of options.workspaceOverrides ?? [])
    pin(server, key, range, 'the overrides in pnpm-workspace.yaml');
  for (const outer of (options.workspaceManifests ?? []).map(parseJson))
    for (const path of PINNING)
      for (const [one, range] of pinsIn(entriesAt(outer, path)))
        pin(server, one.name, range, `${path.join('.')} in the package.json of the workspace`);
  return findings;
}

/** The package that a dependency installs: its own name, or that of `npm:socket.io@2.0.4` and `socketio/socket.io#2.5.1`. */
function sourceOf({ name, range }: Entry): string {
  const [, aliased, repository] =
    /^npm:(@?[^@]+)|\bsocketio\/(socket\.io(?:-\w+)*)(?:\.git)?(?:#|$)/.exec(range) ?? [];
  return aliased ?? repository ?? name;
}

/** The entries of `imports` that give Socket.IO another name: `{ "#io": "socket.io" }`. */
function aliasesOf(root: t.Node): Entry[] {
  const isSocketIo = ({ range, node }: Entry): boolean =>
    range === 'socket.io' || entriesOf(node.value).some(isSocketIo);
  return entriesAt(root, ['imports']).filter(isSocketIo);
}

/** Overrides with their ranges, also within those of others: `{ "socket.io": { "engine.io": "3.6.2" } }`. */
function pinsIn(overrides: readonly Entry[]): (readonly [Entry, range: string])[] {
  return overrides.flatMap((one) => {
    if (pinnedName(one.name) === undefined) return [];
    const nested = entriesOf(one.node.value);
    const own = nested.find(({ name }) => name === '.')?.range ?? '';
    return [[one, one.range || own] as const, ...pinsIn(nested)];
  });
}

/**
 * The package that an override is for, as npm, pnpm and Yarn write it.
 *
 * @returns undefined if it is only for dependents or requests of v2, so that it has no effect on v4
 * @example pinnedName('socket.io>engine.io') // 'engine.io'
 * @example pinnedName('socket.io@2>engine.io') // undefined
 */
function pinnedName(key: string): string | undefined {
  const steps = key
    .split(/(?<=[^ |@])>/)
    .flatMap((part) => part.match(/(?:@[^/@]+\/)?[^/]+/g) ?? [])
    .map((step) => /^(.[^@]*)(?:@(?:npm:)?(.+))?$/.exec(step) ?? []);
  const isForV2 = steps.some(([, name = '', range = '']) => {
    const first = PARTS.get(name);
    return first !== undefined && isBefore(range, first);
  });
  return isForV2 ? undefined : steps.at(-1)?.[1];
}

function isUpgradable(one: Entry, field: string, { keepV2Clients, isOnV2 }: PackageJsonOptions): boolean {
  if (!UPGRADED.includes(one.name) || (keepV2Clients && one.name === 'socket.io-client')) return false;
  if (isBefore(withoutAlias(one), FIRST_V3)) return true;
  // A package manager would keep the release in its lockfile. Peers are for the package's users to install.
  const isInstalledHere = field !== 'peerDependencies' && !/[:/]/.test(one.range);
  return isInstalledHere && isOnV2?.(one.name) === true;
}

/** The range of a dependency that may be an alias of its own name: `npm:socket.io@2.0.4`. */
function withoutAlias({ name, range }: Entry): string {
  const prefix = `npm:${name}@`;
  return range.startsWith(prefix) ? range.slice(prefix.length) : range;
}

function upgrade(edits: EditList, one: Entry, to: string): Finding {
  const range = withoutAlias(one);
  const isExact = valid(range.replace(/^[=v\s]+/, '')) !== null;
  const written = one.range.slice(0, one.range.length - range.length) + (isExact ? to : `^${to}`);
  const { value } = one.node;
  edits.replace((value.start as number) + 1, (value.end as number) - 1, written);
  return changed(one, { change: 'upgraded', name: one.name, range: written }, one.name);
}

/** Whether a package of types is obsolete, because the package that it is for ships with types after the upgrade. */
function isObsolete({ name }: Entry, all: readonly Entry[], { keepV2Clients }: PackageJsonOptions): boolean {
  if (!OBSOLETE.includes(name) || (keepV2Clients && name.endsWith('-client'))) return false;
  const typed = all.find((other) => `@types/${other.name}` === name);
  const range = typed === undefined ? '' : withoutAlias(typed);
  return range === 'latest' || (range !== '' && validRange(range) !== null);
}

/**
 * Adds the drop-in beside socket.io, else to `dependencies`. Users of the package install its peers themselves, and
 * `devDependencies`, which may have this package for the command, are not deployed.
 *
 * @returns undefined if it is already there
 */
function addDropIn(code: string, range: string): string | undefined {
  const root = parseJson(code);
  const edits = new EditList(code);
  const has = (field: string, name: string) => entriesAt(root, [field]).some((one) => one.name === name);
  const deployed = ['dependencies', 'optionalDependencies', 'peerDependencies'];
  const isDeployed = deployed.some((field) => has(field, 'socket.io'));
  const fields = !isDeployed && has('devDependencies', 'socket.io') ? ['devDependencies'] : deployed;
  if (fields.some((field) => has(field, OWN_NAME))) return undefined;
  const objects = entriesOf(root).filter(({ node }) => node.value.type === 'ObjectExpression');
  for (const { node } of objects.filter(({ name }) => name === 'devDependencies'))
    removeEntries(
      edits,
      node.value,
      entriesOf(node.value).filter(({ name }) => name === OWN_NAME),
    );
  const beside = fields.find((field) => field !== 'peerDependencies' && has(field, 'socket.io'));
  const to = objects.find(({ name }) => name === (beside ?? 'dependencies'))?.node.value;
  const value = JSON.stringify(range);
  if (to === undefined) addEntry(edits, root, root, 'dependencies', [OWN_NAME, value]);
  else
    addEntry(
      edits,
      root,
      to,
      OWN_NAME,
      value,
      entriesOf(to).find(({ name }) => name === 'socket.io'),
    );
  return edits.apply();
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

const FIRST_V3 = '3.0.0-0';

/** Whether a range allows only releases before `first`. */
function isBefore(range: string, first: string): boolean {
  if (range.trim() === '' || validRange(range) === null) return false;
  return !intersects(range, `>=${first}`, { includePrerelease: true });
}

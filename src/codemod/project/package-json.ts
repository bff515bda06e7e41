import { parseExpression } from '@babel/parser';
import MagicString from 'magic-string';
import valid from 'semver/functions/valid.js';
import intersects from 'semver/ranges/intersects.js';
import validRange from 'semver/ranges/valid.js';
import { warningOf } from '../analyze/manual-review.js';
import { placeOf } from '../ast/nodes.js';
import type { t } from '../ast/types.js';
import { PARTS, RELATED_PACKAGES } from '../detect/packages.js';
import type { Finding, MigrateResult } from '../types.js';
import { DEPENDENCY_FIELDS, type Requirement } from './packages.js';

/** The packages to upgrade, and the ones to remove, because v3 and v4 ship with types. */
const UPGRADED: ReadonlySet<string> = new Set(['socket.io', 'socket.io-client']);
const OBSOLETE: ReadonlySet<string> = new Set(['@types/socket.io', '@types/socket.io-client']);
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
  /** Resolves a dependency that is not a range, such as a catalog or an address. */
  readonly requirement?: (name: string) => Requirement | undefined;
  /** The `overrides` in the pnpm-workspace.yaml around it. */
  readonly workspaceOverrides?: readonly (readonly [key: string, range: string])[];
  /** The codes of findings that count as reviewed. */
  readonly acknowledge?: ReadonlySet<string>;
  /** Whether v2 is installed or locked, even if the range allows v4, as `latest` and `>=2` do. */
  readonly isOnV2?: (name: string) => boolean;
}

/** A dependency: its name, and its node in the file. */
type Dependency = t.ObjectProperty;

/**
 * Upgrades Socket.IO in a `package.json`. All other bytes stay.
 *
 * @param code the text of the file
 * @returns `failure` if it is not JSON
 * @example migratePackageJson('{"dependencies":{"socket.io":"2.5.1"}}', { to: '4.8.4', keepV2Clients: false }).code
 */
export function migratePackageJson(code: string, options: PackageJsonOptions): MigrateResult {
  const unchanged = { code, changed: false, findings: [] };
  let root: t.Node;
  try {
    JSON.parse(code.replace(/^\uFEFF/, ''));
    root = parseExpression(code) as t.Node;
  } catch (error) {
    return { ...unchanged, failure: { message: (error as Error).message, line: 1, column: 1 } };
  }
  const magic = new MagicString(code);
  const findings = reviewPackageJson(root, options);
  const fields = propertiesOf(root).filter((field) => isDependencyField(keyOf(field)));
  const all = fields.flatMap(({ value }) => propertiesOf(value));
  const upgraded = fields.flatMap((field) =>
    propertiesOf(field.value).filter((one) => isUpgradable(one, keyOf(field), options)),
  );
  const blockers = [...(options.blockers ?? [])];
  if (options.acknowledge?.has('PACKAGE_JSON_INSTALLS_ALIAS') !== true)
    for (const one of aliasesOf(root))
      blockers.push(`package.json:${placeOf(one).line} imports ${keyOf(one)}`);
  if (blockers.length > 0) {
    if (upgraded.length > 0) findings.push(staysFinding(upgraded[0] as Dependency, blockers));
  } else {
    for (const one of upgraded) findings.push(upgrade(magic, one, options.to));
    for (const { value } of fields) {
      const removed = propertiesOf(value).filter((one) => isObsolete(one, all, options));
      removeProperties(magic, value, new Set(removed));
      for (const one of removed)
        findings.push(
          finding(
            'migrated',
            one,
            warningOf('PACKAGE_JSON_CHANGED', { change: 'removed', name: keyOf(one), range: stringOf(one) }),
          ),
        );
    }
  }
  if (options.dropIn !== undefined && !all.some((one) => keyOf(one) === OWN_NAME))
    findings.push(...addDependency(magic, fields, OWN_NAME, options.dropIn));
  const migrated = magic.toString();
  findings.sort((a, b) => a.line - b.line || a.column - b.column);
  return { code: migrated, changed: migrated !== code, findings };
}

/** Finds what needs manual review: packages for v2, and settings that keep v2 installed. */
function reviewPackageJson(root: t.Node, options: PackageJsonOptions): Finding[] {
  const { keepV2Clients, tooOld, requirement } = options;
  const isForReview = (name: string) =>
    !(keepV2Clients && (name.endsWith('-client') || RELATED_PACKAGES.get(name)?.isClient));
  const manual = (one: Dependency, warning: Parameters<typeof finding>[2]) => finding('manual', one, warning);
  const findings: Finding[] = [];
  for (const one of DEPENDENCY_FIELDS.flatMap((field) => propertiesAt(root, [field]))) {
    const name = keyOf(one);
    const range = stringOf(one);
    const related = isForReview(name) ? RELATED_PACKAGES.get(name) : undefined;
    if (related !== undefined && isBefore(range, related.first)) {
      const code = related.stopsGuarding
        ? 'PACKAGE_JSON_COMPANION_STOPS_GUARDING'
        : 'PACKAGE_JSON_COMPANION_IS_TOO_OLD';
      findings.push(manual(one, warningOf(code, { name, range, path: related.path }, name)));
    }
    const aliased = /^npm:socket\.io@(.+)$/.exec(range)?.[1];
    if (aliased !== undefined && name !== 'socket.io' && isBefore(aliased, '3.0.0-0'))
      findings.push(manual(one, warningOf('PACKAGE_JSON_INSTALLS_ALIAS', { name, range }, name)));
    if (UPGRADED.has(name) && isForReview(name)) {
      const asked = requirement?.(name);
      const isAlias = /^npm:/.test(range) && asked?.range !== undefined;
      if (
        asked?.where !== undefined &&
        !isAlias &&
        (asked.range === undefined || isBefore(asked.range, '3.0.0-0'))
      )
        findings.push(
          manual(
            one,
            warningOf('PACKAGE_JSON_RELEASE_IS_ELSEWHERE', { name, range, where: asked.where }, name),
          ),
        );
      if (name === 'socket.io' && tooOld !== undefined)
        findings.push(manual(one, warningOf('RELEASE_IS_OLDER_THAN_KNOWN', { release: tooOld }, name)));
    }
  }
  for (const one of aliasesOf(root))
    findings.push(
      manual(
        one,
        warningOf('PACKAGE_JSON_INSTALLS_ALIAS', { name: keyOf(one), range: 'socket.io' }, keyOf(one)),
      ),
    );
  const pin = (one: Dependency, name: string, range: string, found: string) => {
    const first = isForReview(name) ? PARTS.get(name) : undefined;
    if (first !== undefined && isBefore(range, first))
      findings.push(manual(one, warningOf('PACKAGE_JSON_PINS_V2', { name, range, found }, name)));
  };
  for (const path of PINNING)
    for (const [one, name, range] of pinsIn(propertiesAt(root, path))) pin(one, name, range, path.join('.'));
  const [server] = DEPENDENCY_FIELDS.flatMap((field) => propertiesAt(root, [field])).filter(
    (one) => keyOf(one) === 'socket.io',
  );
  for (const [key, range] of server === undefined ? [] : (options.workspaceOverrides ?? [])) {
    const name = pinnedName(key);
    if (name !== undefined) pin(server as Dependency, name, range, 'the overrides in pnpm-workspace.yaml');
  }
  return findings;
}

/** The entries of `imports` that give Socket.IO another name: `{ "#io": "socket.io" }`. */
function aliasesOf(root: t.Node): Dependency[] {
  const isSocketIo = (node: t.Node): boolean =>
    (node.type === 'StringLiteral' && node.value === 'socket.io') ||
    propertiesOf(node).some(({ value }) => isSocketIo(value));
  return propertiesAt(root, ['imports']).filter(({ value }) => isSocketIo(value));
}

/** The packages that overrides keep at a release, also within those of others: `{ "socket.io": { "engine.io": "3.6.2" } }`. */
function pinsIn(overrides: readonly Dependency[]): (readonly [Dependency, name: string, range: string])[] {
  return overrides.flatMap((one) => {
    const name = pinnedName(keyOf(one));
    if (name === undefined) return [];
    const nested = propertiesOf(one.value);
    const range = stringOf(one) || stringOf(nested.find((inner) => keyOf(inner) === '.'));
    return [[one, name, range.replace(/^npm:(?:.+@)?/, '')] as const, ...pinsIn(nested)];
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

function isDependencyField(name: string): boolean {
  return (DEPENDENCY_FIELDS as readonly string[]).includes(name);
}

function isUpgradable(
  one: Dependency,
  field: string,
  { keepV2Clients, isOnV2 }: PackageJsonOptions,
): boolean {
  const name = keyOf(one);
  if (!UPGRADED.has(name) || (keepV2Clients && name === 'socket.io-client')) return false;
  if (isBefore(withoutAlias(one), '3.0.0-0')) return true;
  // A package manager would keep the release in its lockfile. Peers are for the package's users to install.
  const isInstalledHere = field !== 'peerDependencies' && !/[:/]/.test(stringOf(one));
  return isInstalledHere && isOnV2?.(name) === true;
}

/** The range of a dependency that is an alias of its own name: `npm:socket.io@2.0.4`. */
function withoutAlias(one: Dependency): string {
  const prefix = `npm:${keyOf(one)}@`;
  return stringOf(one).startsWith(prefix) ? stringOf(one).slice(prefix.length) : stringOf(one);
}

function upgrade(magic: MagicString, one: Dependency, to: string): Finding {
  const range = withoutAlias(one);
  const isExact = valid(range.replace(/^[=v\s]+/, '')) !== null;
  const written = stringOf(one).slice(0, stringOf(one).length - range.length) + (isExact ? to : `^${to}`);
  magic.update((one.value.start as number) + 1, (one.value.end as number) - 1, written);
  return finding(
    'migrated',
    one,
    warningOf('PACKAGE_JSON_CHANGED', { change: 'upgraded', name: keyOf(one), range: written }, keyOf(one)),
  );
}

/** Whether a package of types is obsolete, because the package that it is for ships with types after the upgrade. */
function isObsolete(
  one: Dependency,
  all: readonly Dependency[],
  { keepV2Clients }: PackageJsonOptions,
): boolean {
  const name = keyOf(one);
  if (!OBSOLETE.has(name) || (keepV2Clients && name.endsWith('-client'))) return false;
  const typed = all.find((other) => `@types/${keyOf(other)}` === name);
  const range = typed === undefined ? '' : withoutAlias(typed);
  return range === 'latest' || (range !== '' && validRange(range) !== null);
}

const SHOWN_BLOCKERS = 5;

function staysFinding(one: Dependency, blockers: readonly string[]): Finding {
  const reasons = blockers.slice(0, SHOWN_BLOCKERS);
  const more = blockers.length - reasons.length;
  return finding('manual', one, warningOf('PACKAGE_JSON_STAYS_ON_V2', { reasons, more }, keyOf(one)));
}

function addDependency(
  magic: MagicString,
  fields: readonly t.ObjectProperty[],
  name: string,
  range: string,
): Finding[] {
  // After socket.io, with the same white space.
  const field = fields.find(({ value }) => propertiesOf(value).some((one) => keyOf(one) === 'socket.io'));
  const beside = (field ?? fields.find((one) => keyOf(one) === 'dependencies'))?.value;
  const all = beside === undefined ? [] : propertiesOf(beside);
  const at = all.find((one) => keyOf(one) === 'socket.io') ?? all[all.length - 1];
  if (beside === undefined || at === undefined) return [];
  const previous = all[all.indexOf(at) - 1];
  const start = previous === undefined ? (beside.start as number) + 1 : (previous.end as number);
  const space = magic.original.slice(start, at.start as number).replace(',', '');
  const colon = magic.original.slice(at.key.end as number, at.value.start as number);
  magic.appendLeft(at.end as number, `,${space}"${name}"${colon}"${range}"`);
  return [finding('migrated', at, warningOf('PACKAGE_JSON_CHANGED', { change: 'added', name, range }, name))];
}

function propertiesAt(root: t.Node, path: readonly string[]): Dependency[] {
  let nodes = [root];
  for (const key of path)
    nodes = nodes.flatMap(propertiesOf).flatMap((one) => (keyOf(one) === key ? [one.value as t.Node] : []));
  return nodes.flatMap(propertiesOf);
}

function finding(action: Finding['action'], one: Dependency, warning: ReturnType<typeof warningOf>): Finding {
  return { ...warning, ...placeOf(one), action };
}

function propertiesOf(node: t.Node): Dependency[] {
  return node.type === 'ObjectExpression'
    ? node.properties.filter((one) => one.type === 'ObjectProperty')
    : [];
}

function keyOf({ key }: Dependency): string {
  return key.type === 'StringLiteral' ? key.value : '';
}

function stringOf(one: Dependency | undefined): string {
  return one?.value.type === 'StringLiteral' ? one.value.value : '';
}

/** Whether a range allows only releases before `first`. Without `first`, every range counts. */
function isBefore(range: string, first: string | undefined): boolean {
  if (range.trim() === '' || validRange(range) === null) return false;
  return first === undefined || !intersects(range, `>=${first}`, { includePrerelease: true });
}

/** Removes properties of an object, each with its line and one comma. */
function removeProperties(magic: MagicString, object: t.Node, removed: ReadonlySet<t.Node>): void {
  const all = propertiesOf(object);
  const isGone = (at: number) => removed.has(all[at] as t.Node);
  const startOf = (at: number) => (all[at] as t.Node).start as number;
  const endOf = (at: number) => (all[at] as t.Node).end as number;
  if (removed.size === 0) return;
  if (all.every((_, at) => isGone(at))) {
    magic.remove((object.start as number) + 1, (object.end as number) - 1);
    return;
  }
  // Properties before the first that stays are removed up to it, the others from the end of the one before.
  let kept = all.findIndex((_, at) => !isGone(at));
  if (kept > 0) magic.remove(startOf(0), startOf(kept));
  for (let at = kept + 1; at < all.length; at++) {
    if (!isGone(at)) kept = at;
    else if (!isGone(at + 1)) magic.remove(endOf(kept), endOf(at));
  }
}

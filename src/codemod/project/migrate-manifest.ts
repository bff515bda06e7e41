import { parseExpression } from '@babel/parser';
import MagicString from 'magic-string';
import valid from 'semver/functions/valid.js';
import intersects from 'semver/ranges/intersects.js';
import validRange from 'semver/ranges/valid.js';
import type { Warning } from '../../messages/warning.js';
import { warningOf } from '../analyze/warning-of.js';
import type { t } from '../ast/types.js';
import type { Finding, MigrateResult } from '../types.js';
import { COMPANIONS } from './companions.js';

/** What is upgraded, and what has become needless: v3 and v4 bring their own types. */
const UPGRADED = new Set(['socket.io', 'socket.io-client']);
const OBSOLETE = new Set(['@types/socket.io', '@types/socket.io-client']);
const FIELDS = new Set(['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']);

/**
 * Upgrades Socket.IO in a `package.json`; everything else stays byte for byte.
 *
 * @param to the release to upgrade to
 * @param keepV2Clients whether the client stays as it is
 */
export function migrateManifest(code: string, to: string, keepV2Clients: boolean): MigrateResult {
  const unchanged = { code, changed: false, findings: [] };
  let root: t.Node;
  try {
    JSON.parse(code.replace(/^\uFEFF/, ''));
    root = parseExpression(code) as t.Node;
  } catch (error) {
    return { ...unchanged, failure: { message: (error as Error).message, line: 1, column: 1 } };
  }
  const magic = new MagicString(code);
  const findings = leftInManifest(root, keepV2Clients);
  const fields = propertiesOf(root).filter((field) => FIELDS.has(keyOf(field)));
  const all = fields.flatMap(({ value }) => propertiesOf(value));
  for (const { value } of fields) {
    const removed = new Set<t.Node>();
    for (const one of propertiesOf(value)) {
      const name = keyOf(one);
      if (name.endsWith('client') && keepV2Clients) continue;
      if (
        OBSOLETE.has(name) &&
        all.some((other) => `@types/${keyOf(other)}` === name && bringsTypes(other))
      ) {
        removed.add(one);
        findings.push(finding('MANIFEST_TYPES_REMOVED', name, '', one));
      } else if (UPGRADED.has(name) && isBefore(one, '3.0.0-0')) {
        const range = isExact(one) ? to : `^${to}`;
        magic.update((one.value.start as number) + 1, (one.value.end as number) - 1, range);
        findings.push(finding('MANIFEST_UPGRADED', name, range, one));
      }
    }
    removeProperties(magic, value, removed);
  }
  const migrated = magic.toString();
  findings.sort((a, b) => a.line - b.line || a.column - b.column);
  return { code: migrated, changed: migrated !== code, findings };
}

/** What only a person can mend: packages that go with v2, and what keeps v2 installed. */
function leftInManifest(root: t.Node, keepV2Clients: boolean): Finding[] {
  const isAsked = (name: string) =>
    !(keepV2Clients && (name === 'socket.io-client' || COMPANIONS.get(name)?.isClient));
  const left = (warning: Warning, { loc }: t.ObjectProperty): Finding => ({
    ...warning,
    ...placeOf(loc),
    action: 'manual',
  });
  const companions = within(
    root,
    [...FIELDS].map((field) => [field]),
  ).flatMap(({ one }) => {
    const name = keyOf(one);
    const companion = isAsked(name) ? COMPANIONS.get(name) : undefined;
    if (companion === undefined || !isBefore(one, companion.first)) return [];
    const args = { name, range: rangeOf(one), way: companion.way };
    return left(warningOf('MANIFEST_COMPANION_IS_FOR_V2', args, name), one);
  });
  const pins = within(root, [['overrides'], ['resolutions'], ['pnpm', 'overrides']]).flatMap(
    ({ one, where }) => {
      const name = keyOf(one);
      if (!UPGRADED.has(name) || !isAsked(name) || !isBefore(one, '3.0.0-0')) return [];
      return left(warningOf('MANIFEST_PINS_V2', { name, range: rangeOf(one), found: where }, name), one);
    },
  );
  return [...companions, ...pins];
}

/** The packages that stand at some paths in a package.json. */
function within(
  root: t.Node,
  paths: readonly (readonly string[])[],
): { one: t.ObjectProperty; where: string }[] {
  return paths.flatMap((path) => {
    let nodes = [root];
    for (const key of path)
      nodes = nodes.flatMap(propertiesOf).flatMap((one) => (keyOf(one) === key ? [one.value as t.Node] : []));
    return nodes.flatMap(propertiesOf).map((one) => ({ one, where: path.join('.') }));
  });
}

function placeOf(loc: t.Node['loc']): { line: number; column: number } {
  return { line: loc?.start.line ?? 1, column: (loc?.start.column ?? 0) + 1 };
}

function finding(
  code: 'MANIFEST_UPGRADED' | 'MANIFEST_TYPES_REMOVED',
  name: string,
  range: string,
  { loc }: t.ObjectProperty,
): Finding {
  const warning =
    code === 'MANIFEST_UPGRADED' ? warningOf(code, { name, range }, name) : warningOf(code, { name }, name);
  return { ...warning, ...placeOf(loc), action: 'migrated' };
}

function propertiesOf(node: t.Node): t.ObjectProperty[] {
  return node.type === 'ObjectExpression'
    ? node.properties.filter((one) => one.type === 'ObjectProperty')
    : [];
}

function keyOf({ key }: t.ObjectProperty): string {
  return key.type === 'StringLiteral' ? key.value : '';
}

function rangeOf({ value }: t.ObjectProperty): string {
  return value.type === 'StringLiteral' ? value.value : '';
}

/** Whether a range admits releases before one alone; before none, where there is no such. */
function isBefore(property: t.ObjectProperty, first: string | undefined): boolean {
  const range = rangeOf(property);
  if (range.trim() === '' || validRange(range) === null) return false;
  return first === undefined || !intersects(range, `>=${first}`, { includePrerelease: true });
}

function isExact(property: t.ObjectProperty): boolean {
  return valid(rangeOf(property).replace(/^[=v\s]+/, '')) !== null;
}

/** Whether a package is, or is upgraded to, a release that has its types with it; of a tag or an address nobody knows. */
function bringsTypes(property: t.ObjectProperty): boolean {
  return (
    rangeOf(property) === 'latest' || (rangeOf(property) !== '' && validRange(rangeOf(property)) !== null)
  );
}

/** Removes properties of an object, each with its line and one comma. */
function removeProperties(magic: MagicString, object: t.Node, removed: ReadonlySet<t.Node>): void {
  const all = propertiesOf(object);
  const isGone = (at: number) => removed.has(all[at] as t.Node);
  const startOf = (at: number) => (all[at] as t.Node).start as number;
  const endOf = (at: number) => (all[at] as t.Node).end as number;
  if (removed.size > 0 && all.every((_, at) => isGone(at))) {
    magic.remove((object.start as number) + 1, (object.end as number) - 1);
    return;
  }
  // Those at the beginning go up to what is kept, the others from the end of what stands before them.
  let kept = all.findIndex((_, at) => !isGone(at));
  if (kept > 0) magic.remove(startOf(0), startOf(kept));
  for (let at = kept + 1; at < all.length; at++) {
    if (!isGone(at)) kept = at;
    else if (!isGone(at + 1)) magic.remove(endOf(kept), endOf(at));
  }
}

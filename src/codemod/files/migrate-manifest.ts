import { parseExpression } from '@babel/parser';
import MagicString from 'magic-string';
import valid from 'semver/functions/valid.js';
import intersects from 'semver/ranges/intersects.js';
import validRange from 'semver/ranges/valid.js';
import { warningOf } from '../../warnings/warn.js';
import type { t } from '../babel.js';
import type { Finding, MigrateResult } from '../finding.js';

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
  const findings: Finding[] = [];
  const fields = propertiesOf(root).filter((field) => FIELDS.has(keyOf(field)));
  const named = new Set(fields.flatMap(({ value }) => propertiesOf(value).map(keyOf)));
  for (const { value } of fields) {
    const packages = propertiesOf(value);
    for (const [index, one] of packages.entries()) {
      const name = keyOf(one);
      if (OBSOLETE.has(name) && named.has(name.slice('@types/'.length))) {
        if (name.endsWith('client') && keepV2Clients) continue;
        removeProperty(code, magic, packages, index);
        findings.push(finding('MANIFEST_TYPES_REMOVED', name, '', one));
      } else if (UPGRADED.has(name) && isV2(one) && !(name.endsWith('client') && keepV2Clients)) {
        const range = valid(rangeOf(one)) === null ? `^${to}` : to;
        magic.update((one.value.start as number) + 1, (one.value.end as number) - 1, range);
        findings.push(finding('MANIFEST_UPGRADED', name, range, one));
      }
    }
  }
  const migrated = magic.toString();
  return { code: migrated, changed: migrated !== code, findings };
}

function finding(
  code: 'MANIFEST_UPGRADED' | 'MANIFEST_TYPES_REMOVED',
  name: string,
  range: string,
  { loc }: t.ObjectProperty,
): Finding {
  const warning =
    code === 'MANIFEST_UPGRADED' ? warningOf(code, { name, range }, name) : warningOf(code, { name }, name);
  return { ...warning, line: loc?.start.line ?? 1, column: (loc?.start.column ?? 0) + 1, action: 'migrated' };
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

/** Whether a range admits releases before 3 alone. */
function isV2(property: t.ObjectProperty): boolean {
  const range = rangeOf(property);
  return (
    range.trim() !== '' &&
    validRange(range) !== null &&
    !intersects(range, '>=3.0.0-0', { includePrerelease: true })
  );
}

function removeProperty(
  code: string,
  magic: MagicString,
  all: readonly t.ObjectProperty[],
  index: number,
): void {
  const { start, end } = all[index] as unknown as { start: number; end: number };
  const comma = /^\s*,/.exec(code.slice(end));
  const previous = all[index - 1];
  if (comma !== null) magic.remove(start - indentBefore(code, start), end + comma[0].length);
  else magic.remove(previous === undefined ? start : (previous.end as number), end);
}

/** The white space before a property, its line end included. */
function indentBefore(code: string, start: number): number {
  const before = code.slice(0, start);
  return before.length - before.trimEnd().length;
}

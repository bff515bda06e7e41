import { inStyle } from '../../print/source-style.js';
import { ACCESS_OPTIONS } from '../../v2/server-members.js';
import type { ReadOptions } from '../analyze/read-options.js';
import type { NodePath } from '../ast/types.js';
import type { ServerSite } from '../detect/server-site.js';
import { editProperties } from './edit-properties.js';
import { removeStatement } from './edit-statements.js';
import { type SourceFile, type Span, spanOf } from './source-file.js';

/**
 * Replaces v2's properties in a server's options by new ones, and adds options if there are none.
 *
 * @param options `moved`: spans of removed code that moves elsewhere; `keepsAllowRequest`: whether the app's own stays;
 *   `dead`: options to remove because they had no effect; `replaces`: whether calls replaced what the options said
 */
export function editOptions(
  file: SourceFile,
  site: ServerSite,
  options: ReadOptions,
  properties: readonly string[],
  {
    moved,
    keepsAllowRequest,
    dead,
    replaces = false,
  }: { moved: readonly Span[]; keepsAllowRequest: boolean; dead: readonly string[]; replaces?: boolean },
): void {
  const { object, passedOn, assignments } = options;
  if (object === undefined && properties.length === 0) return;
  if (object === undefined) {
    insertOptions(file, site, properties, passedOn, replaces);
    return;
  }
  // A falsy `allowRequest` goes as well: it would follow the new one, and win.
  const names = [...new Set([...ACCESS_OPTIONS, ...dead])];
  const removed = names
    .filter((name) => name !== 'allowRequest' || !keepsAllowRequest || dead.includes(name))
    .map((name) => options.properties.get(name))
    .filter((property) => property !== undefined);
  editProperties(file, object, removed, properties, moved);
  file.removed.push(...removed.map(({ node }) => spanOf(node)));
  for (const name of ACCESS_OPTIONS) {
    if (name === 'allowRequest' && keepsAllowRequest) continue;
    const statement = assignments.get(name)?.parentPath;
    if (!statement) continue;
    removeStatement(file, statement, moved);
    file.removed.push(spanOf(statement.node));
  }
}

/** Inserts an object with new properties. Options that are passed on are spread into it. */
function insertOptions(
  file: SourceFile,
  { call, optionsIndex }: ServerSite,
  properties: readonly string[],
  passedOn: NodePath | undefined,
  replaces: boolean,
): void {
  const base = file.indentAt(spanOf(call.node).start);
  const { eol, indent, trailingCommas } = file.style;
  const inner = base + indent;
  const texts = properties.map((property) => inStyle(property, file.style, inner));
  // Calls replaced what the passed options said. Without calls, the passed options win over those of the adapter.
  if (passedOn !== undefined) texts[replaces ? 'unshift' : 'push'](`...${file.text(passedOn.node)}`);
  const lines = texts.join(`,${eol}${inner}`) + (trailingCommas ? ',' : '');
  const object = `{${eol}${inner}${lines}${eol}${base}}`;
  const args = call.get('arguments') as NodePath[];
  if (passedOn !== undefined) {
    const span = spanOf((args[optionsIndex] as NodePath).node);
    file.edits.replace(span.start, span.end, object);
    return;
  }
  const following = args[optionsIndex];
  const previous = args[optionsIndex - 1];
  if (following !== undefined) {
    file.edits.insert(file.outerSpan(following.node).start, `${object}, `);
  } else if (previous !== undefined) {
    file.edits.insert(file.outerSpan(previous.node).end, `, ${object}`);
  } else {
    insertOnly(file, call, object);
  }
}

/** Inserts the only argument of a call, also of `new Server` without parentheses. */
function insertOnly(file: SourceFile, { node }: ServerSite['call'], object: string): void {
  const end = node.end as number;
  const hasParens = file.code[file.nextCode(file.outerSpan(node.callee).end)] === '(';
  file.edits.insert(hasParens ? end - 1 : end, hasParens ? object : `(${object})`);
}

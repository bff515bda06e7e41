import { inStyle, verbatim } from '../../print/source-style.js';
import { ACCESS_OPTIONS } from '../../v2/server-api.js';
import type { AttachedOptions } from '../analyze/calls.js';
import type { ReadOptions } from '../analyze/options.js';
import type { Property } from '../ast/nodes.js';
import { argumentsOf } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import type { ServerSite } from '../detect/server-site.js';
import { asBlock, commentsWithin, leadingComments } from './comments.js';
import { type SourceFile, type Span, spanOf } from './source-file.js';
import { removeStatement } from './statements.js';

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
  const args = argumentsOf(call);
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

/**
 * Replaces properties of an object: the new ones replace the first of `removed`, and the others are deleted. If none is
 * removed, the new ones come first. An object on one line is broken into one property per line.
 *
 * @param properties templates, each a property with the comments before it
 * @param moved spans of removed code that moves elsewhere
 */
export function editProperties(
  file: SourceFile,
  object: NodePath<t.ObjectExpression>,
  removed: readonly Property[],
  properties: readonly string[],
  moved: readonly Span[] = [],
): void {
  const all = object.node.properties;
  const gone = new Set<t.Node>(removed.map(({ node }) => node));
  const [anchor] = all.filter((property) => gone.has(property));
  const saved = all
    .filter((property) => gone.has(property))
    .flatMap((property) => commentsWithin(file, spanOf(property), moved));
  const isBroken = all.length > 0 && all.every((property) => file.beginsLine(spanOf(property).start));
  const texts = [...properties];
  if (isBroken && texts.length > 0) saved.push(...takeLeading(file, all, anchor, gone));
  if (texts[0] !== undefined) texts[0] = saved.map((comment) => `${verbatim(comment)}\n`).join('') + texts[0];
  if (isBroken) editLines(file, object, anchor, gone, texts, moved);
  else if (texts.length === 0) removeInline(file, object, gone, saved);
  else breakIntoLines(file, object, anchor, gone, texts);
}

/** Removes the comments above properties that are deleted, and returns them, to put them above the new ones. */
function takeLeading(
  file: SourceFile,
  all: readonly t.Node[],
  anchor: t.Node | undefined,
  gone: ReadonlySet<t.Node>,
): string[] {
  return all
    .filter((property) => gone.has(property) && property !== anchor)
    .flatMap((property) => {
      const { start, texts } = leadingComments(file, spanOf(property).start);
      const end = file.lineStart(spanOf(property).start);
      if (end > start) file.edits.remove(start, end);
      return texts;
    });
}

function editLines(
  file: SourceFile,
  object: NodePath<t.ObjectExpression>,
  anchor: t.Node | undefined,
  gone: ReadonlySet<t.Node>,
  texts: readonly string[],
  moved: readonly Span[],
): void {
  const all = object.node.properties;
  const base = file.indentAt(spanOf(all[0] as t.Node).start);
  const text = texts.map((property) => inStyle(property, file.style, base)).join(`,${file.style.eol}${base}`);
  if (anchor === undefined) {
    const open = spanOf(object.node).start + 1;
    const line = /^[^\r\n]*(?:\r\n|\n|\r)/.exec(file.code.slice(open))?.[0] ?? '';
    const rest = line.replace(/\/\*.*?\*\/|\/\/.*/gs, '').trim() === '' ? line.length : 0;
    file.edits.insert(
      open + rest,
      `${rest === 0 ? file.style.eol : ''}${base}${text},${rest === 0 ? '' : file.style.eol}`,
    );
    return;
  }
  for (const [index, property] of all.entries()) {
    const { start, end } = spanOf(property);
    if (property === anchor && texts.length > 0) file.edits.replace(start, end, text);
    else if (gone.has(property)) {
      const comments = texts.length > 0 ? [] : commentsWithin(file, { start, end }, moved);
      removeLines(file, all, index, gone, { replaced: texts.length > 0 ? anchor : undefined, comments });
    }
  }
}

/** Removes a property with its comma and its line. Comments beside it stay in place. */
function removeLines(
  file: SourceFile,
  all: readonly t.Node[],
  index: number,
  gone: ReadonlySet<t.Node>,
  { replaced, comments }: { replaced: t.Node | undefined; comments: readonly string[] },
): void {
  const { start, end } = spanOf(all[index] as t.Node);
  const isKept = (node: t.Node) => !gone.has(node) || node === replaced;
  const isLast = all.slice(index + 1).every((node) => !isKept(node));
  const comma = commaAfter(file, end);
  // The comments above have been moved to the property that replaces this one.
  const lineStart = replaced ? leadingComments(file, start).start : file.lineStart(start);
  const stop = comma === undefined ? end : comma + 1;
  if (comments.length > 0 || (comma !== undefined && comma > end)) {
    const isFollowed = !/^[ \t]*(?:\r|\n|$)/.test(file.code.slice(stop));
    const kept = isFollowed ? comments.map(asBlock) : comments;
    const text = kept.join(file.style.eol + file.indentAt(start));
    if (comma !== undefined) file.edits.remove(comma, comma + 1);
    if (text === '') file.edits.remove(start, end);
    else file.edits.replace(start, end, text);
  } else {
    const rest = /^[ \t]*(?:\r\n|\n|\r)/.exec(file.code.slice(stop));
    if (rest === null)
      file.edits.remove(start, stop + (/^[ \t]*/.exec(file.code.slice(stop))?.[0].length ?? 0));
    else {
      const after = stop + rest[0].length;
      const isBlankBelow = /^[ \t]*(?:\r|\n)/.test(file.code.slice(after));
      file.edits.remove(isLast || isBlankBelow ? blankBefore(file, lineStart) : lineStart, after);
    }
  }
  if (comma !== undefined || !isLast) return;
  // The last property had no comma, so the one before it needs none either.
  const previous = all.slice(0, index).filter(isKept).pop();
  const before = previous && commaAfter(file, spanOf(previous).end);
  if (before !== undefined) file.edits.remove(before, before + 1);
}

/** The start of the blank lines above a line. */
function blankBefore(file: SourceFile, lineStart: number): number {
  let first = lineStart;
  while (first > 0) {
    const above = file.lineStart(first - 1);
    if (file.code.slice(above, first).trim() !== '') return first;
    first = above;
  }
  return first;
}

/** Removes properties of an object on one line, which stays on one line. Comments in them stay. */
function removeInline(
  file: SourceFile,
  object: NodePath<t.ObjectExpression>,
  gone: ReadonlySet<t.Node>,
  saved: readonly string[],
): void {
  const all = object.node.properties;
  let lastKept = -1;
  for (const [index, property] of all.entries()) if (!gone.has(property)) lastKept = index;
  const closing = commaAfter(file, spanOf(all[all.length - 1] as t.Node).end);
  for (const [index, property] of all.entries()) {
    if (!gone.has(property)) continue;
    const { start, end } = spanOf(property);
    const comma = commaAfter(file, end);
    const previous = all[index - 1];
    if (index === lastKept + 1 && previous !== undefined && closing === undefined) {
      const before = commaAfter(file, spanOf(previous).end);
      const isNext = before !== undefined && file.code.slice(before + 1, start).trim() === '';
      if (before !== undefined) file.edits.remove(before, isNext ? start : before + 1);
    }
    const gap = comma === end ? (/^,[ \t]*/.exec(file.code.slice(end))?.[0].length ?? 0) : 0;
    if (comma !== undefined && comma > end) file.edits.remove(comma, comma + 1);
    file.edits.remove(start, end + gap);
  }
  const blocks = saved.map(asBlock);
  if (blocks.length > 0) file.edits.insert(spanOf(object.node).start + 1, ` ${blocks.join(' ')}`);
}

function breakIntoLines(
  file: SourceFile,
  object: NodePath<t.ObjectExpression>,
  anchor: t.Node | undefined,
  gone: ReadonlySet<t.Node>,
  texts: readonly string[],
): void {
  const { start, end } = spanOf(object.node);
  const { eol, indent, trailingCommas } = file.style;
  const outer = file.indentAt(start);
  const base = outer + indent;
  const texted = texts.map((property) => inStyle(property, file.style, base));
  const all = object.node.properties;
  const parts: string[] = [];
  let from = start + 1;
  const between = (span: Span) =>
    commentsWithin(file, span)
      .map((comment) => comment + eol + base)
      .join('');
  for (const property of all) {
    const span = spanOf(property);
    const comments = between({ start: from, end: span.start });
    from = span.end;
    if (property === anchor) parts.push(comments + texted.join(`,${eol}${base}`));
    else if (gone.has(property)) parts.push(comments);
    // With the edits within it.
    else parts.push(comments + file.edits.slice(span.start, span.end));
  }
  if (anchor === undefined) parts.unshift(texted.join(`,${eol}${base}`));
  const last = between({ start: from, end: end - 1 });
  const whole = parts.filter((part) => part.trim() !== '').join(`,${eol}${base}`);
  const body =
    whole + (trailingCommas && whole !== '' ? ',' : '') + (last === '' ? '' : eol + base + last.trimEnd());
  const text = body === '' ? '{}' : `{${eol}${base}${body}${eol}${outer}}`;
  file.edits.replace(start, end, text);
}

/** The position of the comma after a property, also behind comments. */
function commaAfter(file: SourceFile, position: number): number | undefined {
  const at = file.nextCode(position);
  return file.code[at] === ',' ? at : undefined;
}

/** Removes and reports origins that v2 ignored. */
export function removeIgnoredOrigins(file: SourceFile, found: readonly AttachedOptions[]): void {
  for (const { call, method, object, origins } of found) {
    file.handled.add(origins.node);
    if (!removeArgument(file, call, object)) editProperties(file, object, [origins], []);
    file.report('ATTACH_ORIGINS_IGNORED', {}, origins.node, 'migrated', `${method}(…, { origins })`);
  }
}

/** Removes the whole argument if it holds nothing else, not even a comment. */
function removeArgument(
  file: SourceFile,
  call: NodePath<t.CallExpression>,
  object: NodePath<t.ObjectExpression>,
): boolean {
  const [server, options, ...others] = call.node.arguments;
  if (!server || !options || others.length > 0 || object.node.properties.length > 1) return false;
  const start = file.outerSpan(server).end;
  const { end } = file.outerSpan(options);
  if (commentsWithin(file, { start, end }).length > 0) return false;
  file.edits.remove(start, end);
  return true;
}

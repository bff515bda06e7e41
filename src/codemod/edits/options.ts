import { inStyle, verbatim } from '../../print/source-style.js';
import { ACCESS_OPTIONS } from '../../v2/server-api.js';
import type { AttachedOptions } from '../analyze/calls.js';
import { looksLikeOptions } from '../analyze/options.js';
import type { LegacyServer } from '../analyze/server.js';
import { unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { writtenValue } from '../ast/values.js';
import { optionsArgument, type ServerSite } from '../detect/server-site.js';
import { asBlock, commentsWithin, directivesAbove, leadingComments } from './comments.js';
import type { Span } from './edits.js';
import type { SourceFile } from './source-file.js';
import { removeStatement } from './statements.js';

/**
 * Replaces v2's properties in a server's options by new ones, and adds options if there are none.
 *
 * @param properties templates of the new ones
 * @param others the names of other options that they replace
 * @param moved spans of removed code that moves elsewhere
 */
export function editOptions(
  file: SourceFile,
  { site, options, calls, check, dead }: LegacyServer,
  properties: readonly string[],
  others: readonly string[],
  moved: readonly Span[],
): void {
  const { object, passedOn, assignments } = options;
  // Later calls replaced the options that an adapter passes on, and so did a check of its own.
  const replaces = calls.origins.length > 0 || check !== undefined;
  if (object === undefined) {
    if (properties.length > 0) insertOptions(file, site, properties, passedOn, replaces);
    return;
  }
  // A falsy `allowRequest` goes as well: it would follow the new one, and win.
  const ofAccess = ACCESS_OPTIONS.filter((name) => name !== 'allowRequest' || check === undefined);
  const gone = new Set([...ofAccess, ...dead, ...others]);
  const removed = [...gone].flatMap((name) => options.properties.get(name) ?? []);
  const spread = object.get('properties').filter((property) => property.is('SpreadElement'));
  const passed = site.notation === 'adapter' && replaces ? spread.at(-1) : undefined;
  if (passed && properties.length > 0) {
    const text = verbatim(file.text(passed.node));
    editProperties(file, object, [...removed, passed], [text, ...properties], moved);
  } else editProperties(file, object, removed, properties, moved);
  for (const name of ofAccess) {
    const statement = assignments.get(name)?.parentPath;
    if (statement) removeStatement(file, statement, moved);
  }
}

/**
 * Adds a property to the options of a server, even if the file does not show all of them.
 *
 * @returns whether it is added; not to options that a copy would change, and not if an argument may be something else
 */
export function addOption(file: SourceFile, site: ServerSite, property: string): boolean {
  const { call, optionsIndex } = site;
  const args = call.get('arguments').slice(0, optionsIndex + 1);
  const [only, given] = args;
  const options = optionsArgument(site);
  // A copy has no inherited members.
  const isClosed = args.some((one) => one.is('SpreadElement') || one.is('SequenceExpression'));
  if (isClosed || (options && writtenValue(options).is('NewExpression'))) return false;
  if (only && !given && optionsIndex === 1 && looksLikeOptions(file, only)) return false;
  const object = options && unwrap(options);
  if (object?.is('ObjectExpression')) editProperties(file, object, [], [property]);
  else insertOptions(file, site, [property], object?.isFunction() ? undefined : options, true);
  return true;
}

/** Inserts an object with new properties. Options that are passed on are spread into it. */
function insertOptions(
  file: SourceFile,
  { call, optionsIndex }: ServerSite,
  properties: readonly string[],
  passedOn: NodePath | undefined,
  replaces: boolean,
): void {
  const base = file.indentAt(call.start);
  const { eol, indent, trailingCommas } = file.style;
  const inner = base + indent;
  const texts = properties.map((property) => inStyle(property, file.style, inner));
  // Calls replaced what the passed options said. Without calls, the passed options win over those of the adapter.
  if (passedOn !== undefined) texts[replaces ? 'unshift' : 'push'](`...${file.text(passedOn.node)}`);
  const lines = texts.join(`,${eol}${inner}`) + (trailingCommas ? ',' : '');
  const object = `{${eol}${inner}${lines}${eol}${base}}`;
  const args = call.get('arguments');
  if (passedOn !== undefined) {
    const { start, end } = args[optionsIndex] as NodePath;
    file.edits.replace(start, end, object);
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
  removed: readonly NodePath[],
  properties: readonly string[],
  moved: readonly Span[] = [],
): void {
  const all: readonly NodePath[] = object.get('properties');
  const gone = new Set<NodePath>(removed);
  const [first, ...others] = properties;
  if (first === undefined) {
    const isEmpty = gone.size === all.length && commentsWithin(file, object, moved).length === 0;
    if (isEmpty) file.edits.replace(object.start, object.end, '{}');
    else removeProperties(file, all, gone, moved);
    return;
  }
  const isBroken = all.length > 0 && all.every(({ start }) => file.beginsLine(start));
  const deleted = all.filter((property) => gone.has(property));
  const [anchor] = deleted;
  const comments = [
    ...deleted.flatMap((property) => commentsWithin(file, property, moved)),
    ...(isBroken ? takeLeading(file, deleted.slice(1)) : []),
  ].map((comment) => `${verbatim(comment)}\n`);
  const base = file.indentAt(((isBroken && all[0]) || object).start);
  const { eol, indent } = file.style;
  const inner = isBroken ? base : base + indent;
  const text = [comments.join('') + first, ...others]
    .map((property) => inStyle(property, file.style, inner))
    .join(`,${eol}${inner}`);
  if (anchor !== undefined) {
    const { start, end } = anchor;
    if (isBroken) file.edits.remove(directivesAbove(file, start), file.lineStart(start));
    file.edits.replace(start, end, text);
    gone.delete(anchor);
  }
  if (!isBroken) breakIntoLines(file, object, gone, anchor === undefined ? text : undefined);
  else if (anchor === undefined) insertFirst(file, object, base, text);
  else removeProperties(file, all, gone);
}

/** Removes the comments above properties that are deleted, and returns them, to put them above the new ones. */
function takeLeading(file: SourceFile, deleted: readonly NodePath[]): string[] {
  return deleted.flatMap(({ start: property }) => {
    const { start, texts } = leadingComments(file, property);
    file.edits.remove(start, file.lineStart(property));
    return texts;
  });
}

/** Inserts properties before the first one, on the line after the bracket if nothing but a comment follows it. */
function insertFirst(file: SourceFile, object: NodePath, base: string, text: string): void {
  const { eol } = file.style;
  const open = object.start + 1;
  const line = /^[^\r\n]*(?:\r\n|\n|\r)/.exec(file.code.slice(open))?.[0] ?? '';
  const isFree = line.replace(/\/\*.*?\*\/|\/\/.*/gs, '').trim() === '';
  if (isFree) file.edits.insert(open + line.length, `${base}${text},${eol}`);
  else file.edits.insert(open, `${eol}${base}${text},`);
}

/**
 * Removes properties, each with one comma, and with its line if it is alone there. Comments beside them stay in place, and
 * those in them too.
 *
 * @param moved spans of code within them that moves elsewhere, with its comments; without it, all of their comments do
 */
function removeProperties(
  file: SourceFile,
  all: readonly NodePath[],
  gone: ReadonlySet<NodePath>,
  moved?: readonly Span[],
): void {
  const lastKept = all.filter((property) => !gone.has(property)).at(-1);
  for (const property of all.filter((one) => gone.has(one))) {
    const { start, end } = property;
    const comma = commaAfter(file, end);
    const stop = comma === undefined ? end : comma + 1;
    const [rest, eol] = /^[ \t]*(\r\n|\n|\r|$)/.exec(file.code.slice(stop)) ?? [];
    const comments = moved === undefined ? [] : commentsWithin(file, property, moved);
    const isTouching = comma === undefined || comma === end;
    if (!isTouching) file.edits.remove(comma, stop);
    if (comments.length > 0) {
      if (isTouching) file.edits.remove(end, stop);
      file.edits.remove(directivesAbove(file, start), file.lineStart(start));
      const lines = comments.join(file.style.eol + file.indentAt(start));
      file.edits.replace(start, end, eol === undefined ? comments.map(asBlock).join(' ') : lines);
    } else if (isTouching && file.beginsLine(start) && rest !== undefined) {
      const isLast = lastKept === undefined || start > lastKept.start;
      const isBlankBelow = /^[ \t]*(?:\r|\n)/.test(file.code.slice(stop + rest.length));
      const line = directivesAbove(file, start);
      file.edits.remove(isLast || isBlankBelow ? blankBefore(file, line) : line, stop + rest.length);
    } else {
      // With the white space on one side.
      const before = /[ \t]*$/.exec(file.code.slice(file.lineStart(start), start))?.[0].length ?? 0;
      const after = /^[ \t]*/.exec(file.code.slice(stop))?.[0].length ?? 0;
      const isIndented = before > 0 && !file.beginsLine(start);
      file.edits.remove(
        isIndented ? start - before : start,
        !isTouching ? end : isIndented ? stop : stop + after,
      );
    }
  }
  // If the last property had no comma, the one before it needs none either.
  const last = all.at(-1);
  if (lastKept === undefined || last === undefined || last === lastKept) return;
  const comma = commaAfter(file, lastKept.end);
  if (comma !== undefined && commaAfter(file, last.end) === undefined) file.edits.remove(comma, comma + 1);
}

/** The start of the blank lines above a line. */
function blankBefore(file: SourceFile, lineStart: number): number {
  const before = file.code.slice(0, lineStart);
  const code = before.trimEnd().length;
  return code === 0
    ? 0
    : Math.min(lineStart, code + (/^[ \t]*(?:\r\n|\n|\r)/.exec(before.slice(code))?.[0].length ?? 0));
}

/**
 * Puts each property of an object on a line of its own.
 *
 * @param gone those that are removed
 * @param added new properties, which come first
 */
function breakIntoLines(
  file: SourceFile,
  object: NodePath<t.ObjectExpression>,
  gone: ReadonlySet<NodePath>,
  added: string | undefined,
): void {
  const { start, end } = object;
  const { eol, indent, trailingCommas } = file.style;
  const outer = file.indentAt(start);
  const base = eol + outer + indent;
  let written = added === undefined ? '' : base + added;
  let comma = added === undefined ? '' : ',';
  let comments = '';
  // The end of the last property, and of the last one that stays.
  let [seen, kept] = [start + 1, start + 1];
  const readComments = (to: number) => {
    for (const comment of commentsWithin(file, { start: seen, end: to })) comments += base + comment;
  };
  for (const property of object.get('properties')) {
    readComments(property.start);
    seen = property.end;
    if (gone.has(property)) continue;
    file.edits.replace(kept, property.start, written + comma + comments + base);
    [written, comma, comments] = ['', ',', ''];
    kept = property.end;
  }
  readComments(end - 1);
  file.edits.replace(kept, end - 1, written + (trailingCommas ? comma : '') + comments + eol + outer);
}

/** The position of the comma after a property, also after comments. */
function commaAfter(file: SourceFile, position: number): number | undefined {
  const at = file.nextCode(position);
  return file.code[at] === ',' ? at : undefined;
}

/** Removes and reports origins that v2 ignored. */
export function removeIgnoredOrigins(file: SourceFile, found: readonly AttachedOptions[]): void {
  for (const { call, method, object, origins } of found) {
    file.handled.add(origins.node);
    if (!removeArgument(file, call, object)) editProperties(file, object, [origins], []);
    const subject = `${method}(…, { origins })`;
    file.report('ATTACH_ORIGINS_IGNORED', { isRemoved: true }, origins.node, subject);
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

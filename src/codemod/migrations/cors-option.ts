import { plainOrigin } from '../../origins/origin.js';
import type { OriginRule } from '../../origins/policy.js';
import { bracketed, inStyle, literal, verbatim } from '../../print/source-style.js';
import type { SettingCalls } from '../analyze/calls.js';
import { asWritten, type ReadCors } from '../analyze/cors.js';
import { warningOf } from '../analyze/manual-review.js';
import type { Releases } from '../analyze/read-origins.js';
import type { CorsServer, IgnoredServer, OtherServer } from '../analyze/server.js';
import { bindingOf, nameOf, type Property, propertyOf, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { evaluate, writtenValue } from '../ast/values.js';
import { editProperties } from '../edits/options.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { removeOriginsCalls, removeStatement } from '../edits/statements.js';
import { reportManual } from '../edits/todo.js';
import { reviewOwnCheck } from './allow-request.js';
import { removeOtherCalls, reportLeftCalls } from './calls.js';
import { inQuotesOf, listedOrigins, listText } from './origins-list.js';
import type { Migration } from './part.js';

/** Corrects a `cors` option that was written in v2's way, and removes v2's settings beside it, which v4 ignores. */
export const corsOption: Migration<CorsServer> = (file, server, { releases }) => {
  const { object, cors, calls, check, isV4 } = server;
  return {
    edit: () => {
      const before = changesIn(file);
      removeThrowing(file, calls);
      if (check && !isV4) reviewOwnCheck(file, check);
      removeIgnored(file, object, READERS);
      correctCors(file, cors, releases);
      if (!isV4 && changesIn(file) > before && !letsEveryPageRead(cors))
        file.report('CORS_WAS_IGNORED_BY_V2', {}, cors.property.node, 'migrated', 'cors');
    },
  };
};

/** Removes settings that v4 ignored, and that would let every page read if they became `cors`. */
export const ignoredSettings: Migration<IgnoredServer> = (file, { options, calls }) => ({
  edit: () => {
    removeThrowing(file, calls);
    if (options.object) removeIgnored(file, options.object, NO_READERS);
    const assigned = options.assignments.get('origins')?.parentPath;
    if (!assigned) return;
    removeStatement(file, assigned);
    file.report('LEGACY_ORIGINS_REMOVED', { readers: NO_READERS }, assigned.node, 'migrated', 'origins');
  },
});

/** Removes and reports the calls of v2, at which v4 throws. */
function removeThrowing(file: SourceFile, calls: SettingCalls): void {
  for (const { call } of calls.origins)
    file.report('LEGACY_CALL_THROWS', {}, call.node, 'migrated', 'origins');
  removeOriginsCalls(file, calls.origins, []);
  removeOtherCalls(file, calls.noops, calls.origins);
  reportLeftCalls(file, calls.set, calls.getters);
}

/** Corrects the `cors` of `io.attach(server, { cors })`, and removes v2's settings, for a server that is written for v4. */
export const attachedCors: Migration<IgnoredServer | OtherServer> = (file, { attached }, { releases }) => ({
  edit: () => {
    for (const { object, cors } of attached) {
      if (cors) correctCors(file, cors, releases);
      // Other options may bring a `cors` of their own.
      if (cors || !object.get('properties').some((one) => one.is('SpreadElement')))
        removeIgnored(file, object, cors ? READERS : NO_READERS);
    }
  },
});

/**
 * Removes v2's settings, which v4 ignores.
 *
 * @param readers who may read without them
 */
function removeIgnored(file: SourceFile, object: NodePath<t.ObjectExpression>, readers: string): void {
  const origins = propertyOf(object, 'origins');
  const handler = propertyOf(object, 'handlePreflightRequest');
  const removed = [origins, handler].filter((property) => property !== undefined);
  for (const { node } of removed) file.handled.add(node);
  if (origins) file.report('LEGACY_ORIGINS_REMOVED', { readers }, origins.node, 'migrated', 'origins');
  if (handler)
    file.report('PREFLIGHT_HANDLER_IGNORED_BY_V4', {}, handler.node, 'migrated', 'handlePreflightRequest');
  if (removed.length > 0) editProperties(file, object, removed, []);
}

const READERS = 'cors decides which pages may read over polling';
const NO_READERS = 'no page of another origin may read';

function changesIn({ findings }: SourceFile): number {
  return findings.filter(({ action }) => action === 'migrated').length;
}

/** Whether `cors` lets every page read with cookies, which was v2's default. */
function letsEveryPageRead({ property, object }: ReadCors): boolean {
  if (object === undefined || object.parentPath.node !== property.node) return false;
  return ['origin', 'credentials'].every((name) => {
    const one = propertyOf(object, name);
    return one?.is('ObjectProperty') && evaluate(one.get('value'))?.value === true;
  });
}

/** Corrects the value of `cors`. */
function correctCors(file: SourceFile, { property, object, misplaced }: ReadCors, releases: Releases): void {
  if (object) {
    correctObject(file, object, misplaced, releases);
    return;
  }
  if (misplaced?.known === undefined) return;
  // `cors: true`, a string or an array: for the cors package, each allows any origin.
  const { value, known } = misplaced;
  const { start, end } = spanOf(value.node);
  const origin = `origin: ${originText(file, misplaced, releases)}`;
  const text = inStyle(bracketed('{', [origin], '}', file.style), file.style, file.indentAt(start));
  if ((property.node as t.ObjectProperty).shorthand) file.edits.insert(end, `: ${text}`);
  else file.edits.replace(start, end, text);
  const found = `cors: ${file.text(value.node).replace(/\s+/g, ' ')}`;
  reportEffect(file, found, known.rule, property, 'cors');
}

/** Reports origins that v4 did not read, and that it reads now. */
function reportEffect(
  file: SourceFile,
  found: string,
  rule: OriginRule | 'any' | undefined,
  { node }: Property,
  subject: string,
): void {
  if (rule === 'any') file.report('ALLOW_ALL_CORS', { found }, node, 'migrated', subject);
  else file.report('LIST_TAKES_EFFECT', { found, isGuarded: false }, node, 'migrated', subject);
}

function correctObject(
  file: SourceFile,
  object: NodePath<t.ObjectExpression>,
  misplaced: ReadCors['misplaced'],
  releases: Releases,
): void {
  const origins = propertyOf(object, 'origins');
  const origin = propertyOf(object, 'origin');
  const handler = propertyOf(object, 'handlePreflightRequest');
  const removed = [handler, origin && origins].filter((property) => property !== undefined);
  for (const property of [origins, handler]) if (property) file.handled.add(property.node);
  if (handler)
    file.report(
      'PREFLIGHT_HANDLER_IGNORED_BY_V4',
      {},
      handler.node,
      'migrated',
      'cors.handlePreflightRequest',
    );
  if (origins && origin)
    file.report('LEGACY_ORIGINS_REMOVED', { readers: READERS }, origins.node, 'migrated', 'cors.origins');
  if (origins && misplaced) {
    reportEffect(file, 'cors: { origins: … }', misplaced.known?.rule, origins, 'cors.origins');
    replaceProperty(file, origins, originText(file, misplaced, releases));
  }
  if (origin?.is('ObjectProperty')) correctEntries(file, origin.get('value') as NodePath);
  if (removed.length > 0) editProperties(file, object, removed, []);
}

function replaceProperty(file: SourceFile, origins: Property, text: string): void {
  const { key, computed } = origins.node;
  const { start, end } = spanOf(origins.node);
  if (origins.node.type === 'ObjectProperty' && origins.node.shorthand) {
    file.edits.replace(start, end, inStyle(`origin: ${text}`, file.style, file.indentAt(start)));
    return;
  }
  file.edits.replace(spanOf(key).start, spanOf(key).end, computed ? literal('origin', file.style) : 'origin');
  if (origins.is('ObjectMethod')) return;
  const value = spanOf(origins.node.value);
  file.edits.replace(value.start, value.end, inStyle(text, file.style, file.indentAt(start)));
}

/** The code for `cors.origin` of misplaced origins. */
function originText(
  file: SourceFile,
  { value, known }: NonNullable<ReadCors['misplaced']>,
  releases: Releases,
): string {
  // A value that is only known at run time, such as a function, has the same form in cors.origin.
  if (known === undefined) return verbatim(file.text(value.node));
  if (known.rule === 'any') return literal('*', file.style);
  const origins = listedOrigins(known.rule);
  return typeof known.value === 'string' && origins.length === 1
    ? literal(origins[0], file.style)
    : listText(file, value, origins, asWritten(releases));
}

/** The origin that browsers send for a page, an extension (`chrome-extension://id`) or an app (`file://`). */
const ORIGIN = /^(?:[a-z][a-z\d+.-]*:\/\/[^\s/,;|*]*|null)$/i;

/** Corrects the entries in v2's notation: with a default port, a slash at the end, or a wildcard, or without a scheme. */
function correctEntries(file: SourceFile, value: NodePath): void {
  const node = unwrap(value);
  const written = writtenValue(node);
  const { referencePaths = [] } = bindingOf(node) ?? {};
  const isShared = written !== node && referencePaths.length > 1;
  const decidesToo = isShared && decidesHandshakes(referencePaths);
  const isList = written.is('ArrayExpression');
  const elements = isList ? (written.get('elements') as NodePath[]) : [written];
  const entries = elements.map((element) => evaluate(element)?.value);
  for (const element of elements) {
    const path = unwrap(element);
    const entry = path.is('StringLiteral') || path.is('TemplateLiteral') ? evaluate(path)?.value : undefined;
    // As strings and not in a list, both allow every page to read.
    if (typeof entry !== 'string' || entry === '' || (entry === '*' && !isList)) continue;
    const subject = `cors.origin: ${JSON.stringify(entry)}`;
    const origin = plainOrigin(entry)?.serialized;
    // If handshakes are compared with it too, a finding already says that it is taken literally.
    if (origin === undefined ? ORIGIN.test(entry) || decidesToo : origin === entry) continue;
    // Code migrated from 2.4.0 has both, because it compared the header exactly.
    if (decidesToo && entries.includes(origin)) continue;
    if (origin === undefined || isShared)
      reportManual(file, path, warningOf('CORS_ORIGIN_NEVER_MATCHED', { entry }, subject));
    else {
      file.edits.replace(spanOf(path.node).start, spanOf(path.node).end, inQuotesOf(file, path.node, origin));
      file.report('CORS_ORIGIN_NOW_MATCHES', { entry, origin }, path.node, 'migrated', subject);
    }
  }
}

/** Whether `allowRequest` reads the list as well, as it does in migrated code. */
function decidesHandshakes(references: readonly NodePath[]): boolean {
  return references.some((reference) =>
    reference.findParent(
      (parent) =>
        (parent.is('ObjectProperty') || parent.is('ObjectMethod')) &&
        nameOf(parent.node.key, parent.node.computed) === 'allowRequest',
    ),
  );
}

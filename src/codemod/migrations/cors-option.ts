import { plainOrigin } from '../../origins/origin.js';
import { bracketed, inStyle, literal, quoted, verbatim } from '../../print/source-style.js';
import { warningOf } from '../analyze/manual-review.js';
import { type Releases, readOrigins } from '../analyze/read-origins.js';
import type { CorsServer, OtherServer } from '../analyze/server.js';
import { argumentsOf, nameOf, type Property, propertyOf, propertyValue, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { constantValue, evaluate } from '../ast/values.js';
import { editProperties } from '../edits/options.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { removeStatement } from '../edits/statements.js';
import { reportManual } from '../edits/todo.js';
import { reviewOwnCheck } from './allow-request.js';
import { reportLeftCalls } from './calls.js';
import { editedList, listedOrigins } from './origins-list.js';
import type { Migration } from './part.js';

/** Corrects a `cors` option that was written in v2's way, and removes v2's settings beside it, which v4 ignores. */
export const corsOption: Migration<CorsServer> = (file, server, { releases }) => {
  const { object, cors, calls, check, isV4 } = server;
  return {
    edit: () => {
      const before = changesIn(file);
      for (const { call } of calls.origins) {
        file.report('LEGACY_CALL_THROWS', {}, call.node, 'migrated', 'origins');
        removeStatement(file, call.parentPath as NodePath);
      }
      if (check && !isV4) reviewOwnCheck(file, check);
      for (const { call, text } of calls.noops) {
        removeStatement(file, call.parentPath as NodePath);
        file.report('REWRITTEN_FOR_V4', { kind: 'call', call: text, option: undefined }, call.node);
      }
      reportLeftCalls(file, calls.set, calls.getters);
      removeIgnored(file, object, READERS);
      correctCors(file, cors, releases);
      if (!isV4 && changesIn(file) > before && !letsEveryPageRead(cors))
        file.report('CORS_WAS_IGNORED_BY_V2', {}, cors.node, 'migrated', 'cors');
    },
  };
};

/** Corrects the `cors` of `io.attach(server, { cors })`, and removes v2's settings, for a server that is written for v4. */
export const attachedCors: Migration<OtherServer> = (file, { site }, { releases }) => ({
  edit: () => {
    for (const { call, name } of site.methodCalls) {
      if (name !== 'attach' && name !== 'listen') continue;
      const [, options] = argumentsOf(call);
      const object = options && unwrap(options);
      if (!object?.is('ObjectExpression')) continue;
      const cors = propertyOf(object, 'cors');
      if (cors) correctCors(file, cors, releases);
      // Other options may bring a `cors` of their own.
      if (cors || !object.get('properties').some((one) => one.is('SpreadElement')))
        removeIgnored(file, object, cors ? READERS : 'no page of another origin may read');
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

function changesIn({ findings }: SourceFile): number {
  return findings.filter(({ action }) => action === 'migrated').length;
}

/** Whether `cors` lets every page read with cookies, which was v2's default. */
function letsEveryPageRead(cors: Property): boolean {
  const value = cors.is('ObjectMethod') ? undefined : unwrap(cors.get('value') as NodePath);
  if (!value?.is('ObjectExpression')) return false;
  return ['origin', 'credentials'].every((name) => {
    const property = propertyOf(value, name);
    return property?.is('ObjectProperty') && evaluate(property.get('value') as NodePath)?.value === true;
  });
}

/** Corrects the value of `cors`. */
function correctCors(file: SourceFile, cors: Property, releases: Releases): void {
  if (cors.is('ObjectMethod')) return;
  const value = unwrap(cors.get('value') as NodePath);
  const known = evaluate(value);
  if (known !== undefined) {
    correctValue(file, cors as NodePath<t.ObjectProperty>, known.value, releases);
    return;
  }
  const named = value.is('Identifier') ? constantValue(value) : undefined;
  const object = unwrap(named ?? value);
  if (object.is('ObjectExpression')) correctObject(file, object, releases);
}

/** Corrects `cors: true`, a string or an array: for the cors package, each allows any origin. */
function correctValue(
  file: SourceFile,
  cors: NodePath<t.ObjectProperty>,
  value: unknown,
  releases: Releases,
): void {
  if (value === false || value === null || value === undefined) return;
  const node = cors.get('value') as NodePath;
  const found = `cors: ${file.text(node.node).replace(/\s+/g, ' ')}`;
  const { text, admitsAll } = corsOriginOf(file, node, releases);
  const { start, end } = spanOf(node.node);
  const isShorthand = cors.node.shorthand;
  const replacement =
    value === true
      ? `{ origin: ${literal('*', file.style)} }`
      : bracketed('{', [`origin: ${text}`], '}', file.style);
  const styled = inStyle(replacement, file.style, file.indentAt(start));
  if (isShorthand) file.edits.insert(end, `: ${styled}`);
  else file.edits.replace(start, end, styled);
  if (value === true || admitsAll) file.report('ALLOW_ALL_CORS', { found }, cors.node, 'migrated', 'cors');
  else file.report('LIST_TAKES_EFFECT', { found, isGuarded: false }, cors.node, 'migrated', 'cors');
}

function correctObject(file: SourceFile, object: NodePath<t.ObjectExpression>, releases: Releases): void {
  const origins = propertyOf(object, 'origins');
  const origin = propertyOf(object, 'origin');
  const handler = propertyOf(object, 'handlePreflightRequest');
  for (const property of [origins, handler]) if (property) file.handled.add(property.node);
  const edits =
    origin && !origin.is('ObjectMethod') ? originEdits(file, origin.get('value') as NodePath) : [];
  const removed: Property[] = [];
  const properties: string[] = [];
  if (handler) {
    removed.push(handler);
    file.report(
      'PREFLIGHT_HANDLER_IGNORED_BY_V4',
      {},
      handler.node,
      'migrated',
      'cors.handlePreflightRequest',
    );
  }
  if (origins && origin) {
    removed.push(origins);
    file.report('LEGACY_ORIGINS_REMOVED', { readers: READERS }, origins.node, 'migrated', 'cors.origins');
  } else if (origins) {
    const { text, admitsAll } = corsOriginOf(file, propertyValue(origins), releases);
    const found = 'cors: { origins: … }';
    if (admitsAll) file.report('ALLOW_ALL_CORS', { found }, origins.node, 'migrated', 'cors.origins');
    else
      file.report('LIST_TAKES_EFFECT', { found, isGuarded: false }, origins.node, 'migrated', 'cors.origins');
    if (removed.length === 0) {
      replaceProperty(file, origins, text);
      return;
    }
    removed.push(origins);
    properties.push(`origin: ${text}`);
  }
  applyOriginEdits(file, edits);
  if (removed.length > 0)
    editProperties(file, object, removed, properties, origins ? [spanOf(origins.node)] : []);
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

function applyOriginEdits(file: SourceFile, edits: readonly OriginEdit[]): void {
  for (const { path, entry, origin, text } of edits) {
    const { start, end } = spanOf(path.node);
    if (origin === undefined) {
      reportManual(
        file,
        path,
        warningOf('CORS_ORIGIN_NEVER_MATCHED', { entry }, `cors.origin: ${JSON.stringify(entry)}`),
      );
      continue;
    }
    file.edits.replace(start, end, text ?? verbatim(origin));
    file.report(
      'CORS_ORIGIN_NOW_MATCHES',
      { entry, origin },
      path.node,
      'migrated',
      `cors.origin: ${JSON.stringify(entry)}`,
    );
  }
}

/** The value for `cors.origin`, read from another property of `cors`. */
interface CorsOriginText {
  readonly text: string;
  /** Whether it allows any origin, without credentials. */
  readonly admitsAll: boolean;
}

/** Reads a v2 setting within `cors`, which the cors package ignored, as its `origin`. */
function corsOriginOf(file: SourceFile, value: NodePath, releases: Releases): CorsOriginText {
  const known = value.is('ObjectMethod') ? undefined : evaluate(value);
  const everyone = { text: literal('*', file.style), admitsAll: true };
  // A value that is only known at run time, such as a function, has the same form in cors.origin.
  if (known === undefined) return { text: verbatim(file.text(value.node)), admitsAll: false };
  const entries = Array.isArray(known.value) ? known.value : [known.value];
  if (!known.value || known.value === true || entries.includes('*')) return everyone;
  // No release of v2 read the list, so none decides what it means.
  const asWritten: Releases = {
    ...releases,
    semantics: 'documented',
    era: 'scheme-host-port',
    from: '2.5.1',
  };
  const { rule } = readOrigins(known.value, [], asWritten, value.node);
  if (rule.kind === 'everyone') return everyone;
  const origins = listedOrigins(rule);
  const [only] = origins;
  if (typeof known.value === 'string' && origins.length === 1)
    return { text: literal(only, file.style), admitsAll: false };
  const items = origins.map((origin) => literal(origin, file.style));
  return {
    text: editedList(file, value, asWritten) ?? bracketed('[', items, ']', file.style),
    admitsAll: false,
  };
}

/** An entry of `cors.origin` that never matches what browsers send. */
interface OriginEdit {
  readonly path: NodePath;
  readonly entry: string;
  /** The origin that browsers send; undefined if the entry does not tell, for example because of a wildcard. */
  readonly origin?: string;
  readonly text?: string;
}

/** What browsers send as the origin of a page, of an extension (`chrome-extension://id`) or of an app (`file://`). */
const ORIGIN = /^(?:[a-z][a-z\d+.-]*:\/\/[^\s/,;|*]*|null)$/i;

/** Finds the entries in v2's notation: with a default port, a slash at the end, or a wildcard, or without a scheme. */
function originEdits(file: SourceFile, value: NodePath): OriginEdit[] {
  const node = unwrap(value);
  const named = node.is('Identifier') ? constantValue(node) : undefined;
  const isShared =
    named !== undefined &&
    node.is('Identifier') &&
    (node.scope.getBinding(node.node.name)?.referencePaths.length ?? 0) > 1;
  const decidesToo = isShared && decidesHandshakes(node);
  const written = unwrap(named ?? node);
  const isList = written.is('ArrayExpression');
  const elements = isList ? (written.get('elements') as NodePath[]) : [written];
  const entries = elements.map((element) => evaluate(element)?.value);
  return elements.flatMap((element) => {
    const path = unwrap(element);
    const entry = path.is('StringLiteral') || path.is('TemplateLiteral') ? evaluate(path)?.value : undefined;
    // As strings and not in a list, both allow every page to read.
    if (typeof entry !== 'string' || entry === '' || (entry === '*' && !isList)) return [];
    const origin = plainOrigin(entry)?.serialized;
    // If handshakes are compared with it too, a finding already says that it is taken literally.
    if (origin === undefined) return ORIGIN.test(entry) || decidesToo ? [] : [{ path, entry }];
    // Code migrated from 2.4.0 has both, because it compared the header exactly.
    if (origin === entry || (decidesToo && entries.includes(origin))) return [];
    const quote = file.code[path.node.start as number];
    const text =
      quote === '"' || quote === "'" || quote === '`' ? quoted(origin, quote) : literal(origin, file.style);
    return [isShared ? { path, entry } : { path, entry, origin, text }];
  });
}

/** Whether `allowRequest` reads the list as well, as it does in migrated code. */
function decidesHandshakes(list: NodePath<t.Identifier>): boolean {
  const references = list.scope.getBinding(list.node.name)?.referencePaths ?? [];
  return references.some((reference) =>
    reference.findParent(
      (parent) =>
        (parent.is('ObjectProperty') || parent.is('ObjectMethod')) &&
        nameOf(parent.node.key, parent.node.computed) === 'allowRequest',
    ),
  );
}

import type { OriginRule } from '../../origins/policy.js';
import { bracketed, inStyle, literal, verbatim } from '../../print/source-style.js';
import type { SettingCalls } from '../analyze/calls.js';
import { asWritten, type ReadCors } from '../analyze/cors.js';
import type { ModernServer } from '../analyze/server.js';
import { type Property, propertyOf } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { evaluate } from '../ast/values.js';
import { editProperties } from '../edits/options.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { removeOriginsCalls, removeStatement } from '../edits/statements.js';
import { reviewOwnCheck } from './allow-request.js';
import { removeOtherCalls, reportLeftCalls } from './calls.js';
import { correctEntries } from './cors-entries.js';
import { listedOrigins, listText } from './origins-list.js';
import type { Migration } from './part.js';

/** Corrects `cors` options that were written in v2's way, and removes v2's settings beside them, which v4 ignores. */
export const modernOptions: Migration<ModernServer> = (file, server) => ({
  edit: () => {
    const { object, cors, assignments, calls, check, isV4, attached } = server;
    const hasCors = cors !== undefined || attached.some((one) => one.cors);
    const before = changesIn(file);
    removeThrowing(file, calls);
    if (check && !isV4) reviewOwnCheck(file, check);
    if (object) removeIgnored(file, object, hasCors);
    for (const name of IGNORED) {
      const statement = assignments?.get(name)?.parentPath;
      if (!statement) continue;
      removeStatement(file, statement);
      reportIgnored(file, name, statement.node, hasCors);
    }
    if (cors) correctCors(file, cors);
    if (cors && !isV4 && changesIn(file) > before && !letsEveryPageRead(cors))
      file.report('CORS_WAS_IGNORED_BY_V2', {}, cors.property.node, 'cors');
    for (const one of attached) {
      if (one.cors) correctCors(file, one.cors);
      // Other options may bring a `cors` of their own.
      if (one.cors || !one.object.get('properties').some((property) => property.is('SpreadElement')))
        removeIgnored(file, one.object, hasCors);
    }
  },
});

/** Removes and reports the calls of v2, at which v4 throws. */
function removeThrowing(file: SourceFile, calls: SettingCalls): void {
  for (const { call } of calls.origins) {
    const isOptional = call.is('OptionalCallExpression');
    file.report('LEGACY_CALL_THROWS', { isOptional }, call.node, 'origins');
  }
  removeOriginsCalls(file, calls.origins, []);
  removeOtherCalls(file, calls.noops, calls.origins);
  reportLeftCalls(file, calls.set, calls.getters);
}

/** v2's settings, which v4 ignores. */
const IGNORED = ['origins', 'handlePreflightRequest'] as const;

/**
 * Removes v2's settings from options.
 *
 * @param hasCors whether the server has `cors`, which decides who may read
 */
function removeIgnored(file: SourceFile, object: NodePath<t.ObjectExpression>, hasCors: boolean): void {
  const removed = IGNORED.flatMap((name) => {
    const property = propertyOf(object, name);
    if (property === undefined) return [];
    file.handled.add(property.node);
    reportIgnored(file, name, property.node, hasCors);
    return [property];
  });
  if (removed.length > 0) editProperties(file, object, removed, []);
}

/** Reports one of them that is removed. */
function reportIgnored(
  file: SourceFile,
  name: (typeof IGNORED)[number],
  node: t.Node,
  hasCors: boolean,
  subject: string = name,
): void {
  const code = name === 'origins' ? 'LEGACY_ORIGINS_REMOVED' : 'PREFLIGHT_HANDLER_IGNORED_BY_V4';
  file.report(code, { hasCors }, node, subject);
}

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
function correctCors(file: SourceFile, { property, object, misplaced }: ReadCors): void {
  if (object) {
    correctObject(file, object, misplaced);
    return;
  }
  if (misplaced === undefined) return;
  // `cors: true`, a string or an array: for the cors package, each allows any origin.
  const { value, known } = misplaced;
  const { start, end } = value;
  const origin = `origin: ${known ? originText(file, value, known) : verbatim(file.text(value.node))}`;
  const text = inStyle(bracketed('{', [origin], '}', file.style), file.style, file.indentAt(start));
  if ((property.node as t.ObjectProperty).shorthand) file.edits.insert(end, `: ${text}`);
  else file.edits.replace(start, end, text);
  const found = `cors: ${file.text(value.node).replace(/\s+/g, ' ')}`;
  reportEffect(file, found, known?.rule, property, 'cors');
  if (known === undefined) correctEntries(file, value);
}

/** Reports origins that v4 did not read, and that it reads now. */
function reportEffect(
  file: SourceFile,
  found: string,
  rule: OriginRule | 'any' | undefined,
  { node }: Property,
  subject: string,
): void {
  if (rule === 'any') file.report('ALLOW_ALL_CORS', { found }, node, subject);
  else
    file.report(
      'LIST_TAKES_EFFECT',
      { found, isGuarded: false, isFunction: rule === undefined, missingToo: false },
      node,
      subject,
    );
}

function correctObject(
  file: SourceFile,
  object: NodePath<t.ObjectExpression>,
  misplaced: ReadCors['misplaced'],
): void {
  const origins = propertyOf(object, 'origins');
  const origin = propertyOf(object, 'origin');
  const handler = propertyOf(object, 'handlePreflightRequest');
  const removed = [handler, origin && origins].filter((property) => property !== undefined);
  for (const property of [origins, handler]) if (property) file.handled.add(property.node);
  if (handler)
    reportIgnored(file, 'handlePreflightRequest', handler.node, true, 'cors.handlePreflightRequest');
  if (origins && origin) reportIgnored(file, 'origins', origins.node, true, 'cors.origins');
  if (origins && misplaced) {
    reportEffect(file, 'cors: { origins: … }', misplaced.known?.rule, origins, 'cors.origins');
    const { value, known } = misplaced;
    replaceProperty(file, origins, known && originText(file, value, known));
    if (known === undefined) correctEntries(file, value);
  }
  if (origin?.is('ObjectProperty')) correctEntries(file, origin.get('value'));
  if (removed.length > 0) editProperties(file, object, removed, []);
}

/** @param text the new value; undefined if it stays, because one that is only known at run time has the same form in `cors.origin` */
function replaceProperty(file: SourceFile, origins: Property, text: string | undefined): void {
  const { key, computed } = origins.node;
  const { start, end } = origins;
  if (origins.node.type === 'ObjectProperty' && origins.node.shorthand) {
    const value = text ?? verbatim(file.text(origins.node.value));
    file.edits.replace(start, end, inStyle(`origin: ${value}`, file.style, file.indentAt(start)));
    return;
  }
  file.edits.replace(spanOf(key).start, spanOf(key).end, computed ? literal('origin', file.style) : 'origin');
  if (origins.is('ObjectMethod') || text === undefined) return;
  const value = spanOf(origins.node.value);
  file.edits.replace(value.start, value.end, inStyle(text, file.style, file.indentAt(start)));
}

/** The code for `cors.origin` of misplaced origins. */
function originText(
  file: SourceFile,
  value: NodePath,
  known: NonNullable<NonNullable<ReadCors['misplaced']>['known']>,
): string {
  if (known.rule === 'any') return literal('*', file.style);
  const origins = listedOrigins(known.rule);
  return typeof known.value === 'string' && origins.length === 1
    ? literal(origins[0], file.style)
    : listText(file, value, origins, undefined, asWritten(file.releases));
}

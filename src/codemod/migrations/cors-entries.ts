import { plainOrigin } from '../../origins/origin.js';
import { warningOf } from '../analyze/manual-review.js';
import { bindingOf, calleeOf, keyName, memberName, unwrap } from '../ast/nodes.js';
import type { NodePath } from '../ast/path.js';
import { evaluate, writtenValue } from '../ast/values.js';
import type { SourceFile } from '../edits/source-file.js';
import { reportManual } from '../edits/todo.js';
import { inQuotesOf } from './origins-list.js';

/** The origin that browsers send for a page, an extension (`chrome-extension://id`) or an app (`file://`). */
const ORIGIN = /^(?:[a-z][a-z\d+.-]*:\/\/[^\s/,;|*]*|null)$/i;

/** An entry of `cors.origin` that is written out. */
interface Entry {
  readonly path: NodePath;
  readonly text: string;
  /** Whether it is the whole value, not one of a list. */
  readonly isAlone: boolean;
  /** Whether it is a part of a string that is split. */
  readonly isPart: boolean;
}

/** Corrects the entries in v2's notation: with a default port, a slash at the end, or a wildcard, or without a scheme. */
export function correctEntries(file: SourceFile, value: NodePath): void {
  const node = unwrap(value);
  const written = writtenValue(node);
  const { referencePaths = [] } = bindingOf(node) ?? {};
  const isShared = written !== node && referencePaths.length > 1;
  const decidesToo = isShared && decidesHandshakes(referencePaths);
  const values = valuesOf(written, true);
  if (!isShared) for (const { path } of values) correctPattern(file, path);
  const entries = values.flatMap(textsOf);
  const texts = entries.map(({ text }) => text);
  for (const { path, text: entry, isAlone, isPart } of entries) {
    // As strings and not in a list, both allow every page to read.
    if (entry === '' || (entry === '*' && isAlone)) continue;
    const subject = `cors.origin: ${JSON.stringify(entry)}`;
    const origin = plainOrigin(entry)?.serialized;
    // If handshakes are compared with it too, a finding already says that it is taken literally.
    if (origin === undefined ? ORIGIN.test(entry) || decidesToo : origin === entry) continue;
    // Code migrated from 2.4.0 has both, because it compared the header exactly.
    if (origin !== undefined && decidesToo && texts.includes(origin)) continue;
    if (origin === undefined || isShared || isPart)
      reportManual(file, path, warningOf('CORS_ORIGIN_NEVER_MATCHED', { entry }, subject));
    else {
      file.edits.replace(path.start, path.end, inQuotesOf(file, path.node, origin));
      file.report('CORS_ORIGIN_NOW_MATCHES', { entry, origin }, path.node, subject);
    }
  }
}

/** A value that `cors.origin` may have, or an entry of it. */
interface Value {
  readonly path: NodePath;
  readonly isAlone: boolean;
  /** The separator that splits it: `','` of `'https://a.example,https://b.example'.split(',')`. */
  readonly separator?: string;
}

/** The entries of a list, and both sides of a choice: `[a, b]`, `isProduction ? a : b`, `process.env.X || a`. */
function valuesOf(value: NodePath, isAlone: boolean): readonly Value[] {
  const path = unwrap(value);
  if (path.is('ArrayExpression'))
    return path.get('elements').flatMap((one) => (one.node ? valuesOf(one, false) : []));
  if (path.is('SpreadElement')) return valuesOf(path.get('argument'), false);
  if (path.is('LogicalExpression'))
    return [path.get('left'), path.get('right')].flatMap((side) => valuesOf(side, isAlone));
  if (path.is('ConditionalExpression'))
    return [path.get('consequent'), path.get('alternate')].flatMap((side) => valuesOf(side, isAlone));
  if (!path.is('CallExpression') || memberName(calleeOf(path)) !== 'split') return [{ path, isAlone }];
  const [by] = path.get('arguments');
  const separator = by && evaluate(by)?.value;
  return typeof separator === 'string'
    ? valuesOf(calleeOf(path).get('object'), false).map((one) => ({ ...one, separator }))
    : [];
}

function textsOf({ path, isAlone, separator }: Value): readonly Entry[] {
  const text = path.is('StringLiteral') || path.is('TemplateLiteral') ? evaluate(path)?.value : undefined;
  if (typeof text !== 'string') return [];
  const parts = separator === undefined ? [text] : text.split(separator);
  return parts.map((part) => ({ path, text: part, isAlone, isPart: parts.length > 1 }));
}

/** Removes the flags with which a pattern keeps the place of its last match, and begins the next search there. */
function correctPattern(file: SourceFile, path: NodePath): void {
  if (!path.is('RegExpLiteral') || !/[gy]/.test(path.node.flags)) return;
  const { start, end } = path;
  const entry = file.text(path.node);
  file.edits.replace(end - path.node.flags.length, end, path.node.flags.replace(/[gy]/g, ''));
  file.report(
    'CORS_ORIGIN_NOW_MATCHES',
    { entry, origin: undefined },
    path.node,
    `cors.origin: ${file.code.slice(start, end)}`,
  );
}

/** Whether `allowRequest` reads the list as well, as it does in migrated code. */
function decidesHandshakes(references: readonly NodePath[]): boolean {
  return references.some((reference) =>
    reference.findParent(
      (parent) =>
        (parent.is('ObjectProperty') || parent.is('ObjectMethod')) && keyName(parent.node) === 'allowRequest',
    ),
  );
}

import { plainOrigin } from '../../origins/origin.js';
import { literal, quoted } from '../../print/source-style.js';
import { constantValue } from '../ast/bound-values.js';
import { evaluate } from '../ast/evaluate.js';
import type { NodePath, t } from '../ast/types.js';
import { nameOf, unwrap } from '../ast/unwrap.js';
import type { SourceFile } from '../edits/source-file.js';

/** An entry of `cors.origin` that never matches what browsers send. */
export interface OriginEdit {
  readonly path: NodePath;
  readonly entry: string;
  /** The origin that browsers send; undefined if the entry does not tell, for example because of a wildcard. */
  readonly origin?: string;
  readonly text?: string;
}

/** Finds the entries in v2's notation: with a default port, a slash at the end, or a wildcard. */
export function originEdits(file: SourceFile, value: NodePath): OriginEdit[] {
  const node = unwrap(value);
  const named = node.isIdentifier() ? constantValue(node) : undefined;
  const isShared =
    named !== undefined &&
    node.isIdentifier() &&
    (node.scope.getBinding(node.node.name)?.references ?? 0) > 1;
  const decidesToo = isShared && decidesHandshakes(node);
  const written = unwrap(named ?? node);
  const elements = written.isArrayExpression() ? (written.get('elements') as NodePath[]) : [written];
  return elements.flatMap((element) => {
    const path = unwrap(element);
    const entry = path.isStringLiteral() || path.isTemplateLiteral() ? evaluate(path)?.value : undefined;
    if (typeof entry !== 'string' || entry === '*') return [];
    // If handshakes are compared with it too, a finding already says that it is taken literally.
    if (entry.includes('*')) return decidesToo ? [] : [{ path, entry }];
    const origin = plainOrigin(entry)?.serialized;
    if (origin === undefined || origin === entry) return [];
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
        (parent.isObjectProperty() || parent.isObjectMethod()) &&
        nameOf(parent.node.key, parent.node.computed) === 'allowRequest',
    ),
  );
}

import { askText, originsFunctionType } from '../../print/origin-check-text.js';
import { verbatim } from '../../print/source-style.js';
import { isShadowedInOutput } from '../../print/source-text.js';
import { exampleEntry } from '../../v2/releases.js';
import { type FunctionAnswers, parametersOf } from '../analyze/functions.js';
import { warningOf } from '../analyze/manual-review.js';
import type { OriginsCheck } from '../analyze/origins-value.js';
import type { NodePath, t } from '../ast/path.js';
import type { SourceFile } from '../edits/source-file.js';
import { dedented } from '../edits/statements.js';
import { missingWarnings, type OriginsPlan } from './origins.js';

/** The plan for an `origins` function: it keeps its body and its name, and `allowRequest` asks it once per handshake. */
export function planFunction(
  file: SourceFile,
  { path, body, answers, isUnsafe }: OriginsCheck,
  statement: NodePath<t.Statement>,
): OriginsPlan {
  const { from, era, semantics } = file.releases;
  if (answers.admitsEveryone) {
    const args = { from, entry: 'callback(null, true)', example: exampleEntry(era, semantics) };
    const warnings = [warningOf('ALLOW_ALL_EXPLICIT', args, 'origins')];
    return { source: { kind: 'everyone' }, corsOrigin: true, warnings };
  }
  const isUsed = path.is('Identifier') && !isShadowedInOutput(path.node.name);
  const name = isUsed ? path.node.name : file.freeName('checkOrigin', 'checkSocketOrigin');
  const declarations: string[] = [];
  if (!isUsed) {
    const text = functionText(file, path, body, parameterTypes(answers));
    declarations.push(`const ${name} = ${verbatim(dedented(file, path.node, text, statement.node))};`);
  }
  const ask = isUnsafe ? askFunction(file) : undefined;
  const { saysStrings, saysBooleans } = answers;
  return {
    source: { kind: 'function', name, askedBy: ask?.name, bareOrigin: era === 'literal', ...answers },
    corsOrigin: true,
    declarations: [...declarations, ...(ask?.declarations ?? [])],
    warnings: [
      ...(answers.takesNoCallback ? [warningOf('CALLBACK_PARAMETER_MISSING', {}, 'origins')] : []),
      warningOf('REFUSAL_IS_READABLE', { keepsMessage: !ask && saysStrings && saysBooleans }, 'origins'),
      ...missingWarnings(file.releases),
    ],
  };
}

/** The function that asks the app's function. */
export function askFunction(file: SourceFile): { name: string; type: string; declarations: string[] } {
  const type = file.freeName('OriginsFunction');
  const name = file.freeName('askOrigin', 'askSocketOrigin');
  const { typescript } = file.style;
  return {
    name,
    type,
    declarations: [
      ...(typescript ? [originsFunctionType(type)] : []),
      askText(name, typescript ? type : undefined),
    ],
  };
}

function parameterTypes({ saysStrings, saysBooleans }: FunctionAnswers): readonly string[] {
  const error = saysStrings ? 'string | null' : 'unknown';
  const allowed = saysBooleans ? 'allowed: boolean' : 'allowed?: unknown';
  return ['string', `(error: ${error}, ${allowed}) => void`];
}

/**
 * The text of a function. A method becomes a function expression, and in TypeScript the parameters get types.
 *
 * @param types the types of the parameters, which TypeScript inferred before
 */
export function functionText(
  file: SourceFile,
  path: NodePath,
  body: NodePath<t.Function> | undefined,
  types: readonly string[],
): string {
  let text = file.text(path.node);
  const parameters = body && file.style.typescript && !path.is('Identifier') ? parametersOf(body) : [];
  for (const [index, { node }] of [...parameters.entries()].reverse()) {
    const type = types[index];
    if (type === undefined || node.type !== 'Identifier' || node.typeAnnotation) continue;
    const end = (node.end as number) - path.start;
    text = `${text.slice(0, end)}: ${type}${text.slice(end)}`;
  }
  if (!path.is('ObjectMethod')) return text;
  const { async, generator, key } = path.node;
  const keyEnd = (key.end as number) - path.start;
  return `${async ? 'async ' : ''}function${generator ? '*' : ''} ${text.slice(keyEnd).trimStart()}`;
}

import { askText, originsFunctionType } from '../../print/origin-check-text.js';
import { verbatim } from '../../print/source-style.js';
import { isShadowedInOutput } from '../../print/source-text.js';
import { exampleEntry } from '../../v2/releases.js';
import {
  answersOf,
  type FunctionAnswers,
  mayAnswerTwice,
  mayThrow,
  takesRequest,
} from '../analyze/functions.js';
import { bail, warningOf } from '../analyze/manual-review.js';
import type { Releases } from '../analyze/read-origins.js';
import type { SettingValue } from '../analyze/setting-value.js';
import { isAvailableAt, isRunWith, isVisibleAt, statementOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import type { SourceFile } from '../edits/source-file.js';
import { dedented } from '../edits/statements.js';
import { missingWarnings, nothing, type OriginsPlan } from './origins-plan.js';

type FunctionValue = Extract<SettingValue, { kind: 'function' }>;

/** The reason for review if a value cannot move to where the server is created. */
const NOT_VISIBLE = 'what the setting reads is not visible, or not yet set, where the server is created';

/** @throws ManualReview if v4 cannot ask a function as v2 asked it */
export function requireAskable({ path, body }: FunctionValue): void {
  if (answersOf(body).usesThis)
    bail(path.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'the function uses `this`, which was the server, or is a generator',
    });
  if (body && takesRequest(body))
    bail(path.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'the function takes a request, but v2 gave it the origin, so it never worked',
    });
}

/** The plan for an `origins` function: it keeps its body and its name, and `allowRequest` asks it once per handshake. */
export function planFunction(
  file: SourceFile,
  setting: FunctionValue,
  statement: NodePath<t.Statement>,
  releases: Releases,
): OriginsPlan {
  const { path, body } = setting;
  const answers = answersOf(body);
  if (answers.admitsEveryone) {
    const warnings = [
      warningOf(
        'ALLOW_ALL_EXPLICIT',
        {
          from: releases.from,
          entry: 'callback(null, true)',
          example: exampleEntry(releases.era, releases.semantics),
        },
        'origins',
      ),
    ];
    return { source: { kind: 'everyone' }, corsOrigin: true, declarations: [], warnings, apply: nothing };
  }
  requireAskable(setting);
  const isName = path.is('Identifier');
  const isSeen =
    isName || body === undefined ? isAvailable(path, statement, body) : isVisibleAt(path, statement);
  if (!isSeen) bail(path.node, 'ORIGINS_NOT_MIGRATED', { why: NOT_VISIBLE }, 'origins');
  const isUsed = isName && !isShadowedInOutput(path.node.name);
  if (isName && !isUsed && !isAvailableAt(path, statement))
    bail(path.node, 'ORIGINS_NOT_MIGRATED', { why: NOT_VISIBLE }, 'origins');
  const name = isUsed ? file.text(path.node) : file.freeName('checkOrigin', 'checkSocketOrigin');
  const declared = isUsed
    ? []
    : [
        `const ${name} = ${verbatim(dedented(file, path.node, functionText(file, path, body, parameterTypes(answers)), statement.node))};`,
      ];
  const bareOrigin = releases.era === 'literal';
  const isGuarded = mayThrow(body, bareOrigin) || (body !== undefined && mayAnswerTwice(body));
  const ask = isGuarded ? askFunction(file) : undefined;
  return {
    source: { kind: 'function', name, askedBy: ask?.name, bareOrigin, ...answers },
    corsOrigin: true,
    declarations: [...declared, ...(ask?.declarations ?? [])],
    warnings: [
      ...(answers.takesNoCallback ? [warningOf('CALLBACK_PARAMETER_MISSING', {}, 'origins')] : []),
      warningOf('REFUSAL_IS_READABLE', {}, 'origins'),
      ...missingWarnings(releases),
    ],
    apply: nothing,
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

/** Whether a function is available at the server. A name is read later, but `check.bind(this)` runs at once. */
function isAvailable(path: NodePath, statement: NodePath<t.Statement>, body: unknown): boolean {
  if (body === undefined) return isAvailableAt(path, statement) && isRunWith(path, statementOf(path));
  const { name } = path.node as t.Identifier;
  return statement.scope.getBinding(name) === path.scope.getBinding(name);
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
  const text = file.text(path.node);
  if (path.is('ObjectMethod')) {
    const { async, generator, key } = path.node;
    const keyEnd = (key.end as number) - (path.node.start as number);
    return `${async ? 'async ' : ''}function${generator ? '*' : ''} ${text.slice(keyEnd).trimStart()}`;
  }
  if (!file.style.typescript || body === undefined || path.is('Identifier')) return text;
  let typed = text;
  for (const [index, parameter] of [...body.node.params.entries()].reverse()) {
    const type = types[index];
    if (type === undefined || parameter.type !== 'Identifier' || parameter.typeAnnotation) continue;
    const end = (parameter.end as number) - (path.node.start as number);
    typed = `${typed.slice(0, end)}: ${type}${typed.slice(end)}`;
  }
  return typed;
}

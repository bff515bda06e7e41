import type { Warning } from '../../messages/warn.js';
import { decide } from '../../origins/decide.js';
import type { OriginRule } from '../../origins/policy.js';
import { originCheckText } from '../../print/origin-check-text.js';
import { kindOf } from '../../print/rule-text.js';
import { bracketed, inStyle, literal, verbatim } from '../../print/source-style.js';
import { entryTest, type ListSource } from '../../print/source-text.js';
import { exampleEntry } from '../../v2/releases.js';
import { warningOf } from '../analyze/manual-review.js';
import type { Assigned, OriginsSetting } from '../analyze/origins.js';
import type { LiteralOrigins, OriginsValue } from '../analyze/origins-value.js';
import type { ReadOrigins, Releases } from '../analyze/read-origins.js';
import { unwrap } from '../ast/nodes.js';
import type { NodePath } from '../ast/path.js';
import { isValueUnused } from '../ast/statements.js';
import { evaluate } from '../ast/values.js';
import { asBlock, commentsWithin, placeAbove } from '../edits/comments.js';
import type { SourceFile } from '../edits/source-file.js';
import {
  asserted,
  distinct,
  missingWarnings,
  type OriginsPlan,
  operandText,
  runTimeWarnings,
} from './origins.js';
import { askFunction } from './origins-function.js';
import { listedOrigins, listText } from './origins-list.js';

type AssignedSetting = Extract<OriginsSetting, { kind: 'assigned' }>;

/** The entry for any origin, in a variable that holds plain origins, and in one that holds v2's notation. */
const EVERYONE = { plain: '*', v2: '*:*' } as const;

/**
 * The plan for origins that calls set later: `cors` and `allowRequest` read a variable, and each call becomes an assignment to
 * it. If all values are literal, the variable holds origins as browsers send them. If one is only known at run time, it holds
 * v2's notation, and is read as v2 read it.
 */
export function planAssigned(
  file: SourceFile,
  { initial, isInitial, assigned, place }: AssignedSetting,
): OriginsPlan {
  const values = [initial, ...assigned.map(({ value }) => value)];
  const rules = values.flatMap((value) => readingOf(value)?.rule ?? []);
  const isPlain = rules.length === values.length && rules.every(isPlainRule);
  const entries = isPlain ? kindOf(rules.flatMap(listedOrigins)) : 'none';
  const ask = values.some(mayAsk) ? askFunction(file) : undefined;
  const name = file.freeName('allowedOrigins', 'socketOrigins');
  const check = file.freeName('isAllowedOrigin');
  const variable = place.kind === 'member' ? `this.${name}` : name;
  const text = (value: OriginsValue, written: NodePath | undefined, otherwise: string | undefined) => {
    if (value.kind === 'static') return staticText(file, value, isPlain);
    const code = verbatim(file.text((written ?? value.path).node));
    const isReplaced = otherwise !== undefined && value.kind === 'dynamic' && value.mayBeFalsy;
    return isReplaced ? `${operandText(value.path, code)} || ${otherwise}` : code;
  };
  const { releases, style } = file;
  const { typescript } = style;
  const isLiteral = releases.era === 'literal';
  // v2 took a falsy option for "every origin", and 2.4.0 for none.
  const unset = isLiteral ? '[]' : literal(EVERYONE.v2, style);
  const written = initial.kind === 'dynamic' ? asserted(initial.path, initial.type) : undefined;
  const start = text(initial, written, unset);
  const held = `string | readonly string[]${ask ? ` | ${ask.type}` : ''} | undefined`;
  const items = { none: 'string', strings: 'string', patterns: 'RegExp', both: '(string | RegExp)' }[entries];
  const type = typescript ? `: ${isPlain ? `'*' | ${items}[]` : held}` : '';
  return {
    source: {
      kind: 'check',
      name: check,
      bareOrigin: isLiteral,
      ...(ask && { asked: { variable, by: ask.name } }),
    },
    declarations: [
      assigned.length === 0 && place.kind === 'local'
        ? `// As on Socket.IO v2, a list, a string or a function.\n${
            // TypeScript would narrow a constant with a type to the type of its value, and find that it is never a string.
            typescript && !isPlain
              ? `const ${name} = (${start}) as ${held};`
              : `const ${name}${type} = ${start};`
          }`
        : `// As on Socket.IO v2, each handshake reads what was set last.\n${
            place.kind === 'member' ? variable : `let ${name}${type}`
          } = ${start};`,
      isPlain
        ? plainCheckText(check, variable, entries, typescript)
        : originCheckText(check, variable, {
            ...releases,
            typescript,
            mayBeString: true,
            mayBeFunction: ask !== undefined,
          }),
      ...(ask?.declarations ?? []),
    ],
    before: place.before,
    warnings: [
      ...distinct([
        ...startWarnings(initial, isInitial, releases),
        ...assigned.flatMap(({ value }) => readingOf(value)?.warnings ?? []),
      ]),
      ...(isPlain ? [] : runTimeWarnings(releases, values.some(mayBeString))),
      ...(ask ? [warningOf('REFUSAL_IS_READABLE', { keepsMessage: false }, 'origins')] : []),
      ...missingWarnings(releases),
    ],
    apply: () => {
      if (place.kind === 'member' && place.field) declareField(file, place.field, `${name}${type}`);
      for (const one of assigned) {
        const otherwise = { keep: variable, everyone: unset, 'as is': undefined }[one.ifFalsy];
        assign(file, one, variable, text(one.value, one.argument, otherwise));
      }
    },
  };
}

/** The warnings about the origins that are in force before the calls. */
function startWarnings(
  initial: AssignedSetting['initial'],
  isInitial: AssignedSetting['isInitial'],
  { from, era, semantics }: Releases,
): Warning[] {
  if (isInitial === 'never' || initial.kind !== 'static') return [];
  const { path, read } = initial;
  if (path !== undefined || read.rule.kind !== 'everyone') return [...read.warnings];
  if (isInitial === 'if unset') return [warningOf('UNSET_ORIGINS_ADMIT_EVERYONE', { from }, 'origins')];
  const args = { from, hint: undefined, isFromAssumed: false, example: exampleEntry(era, semantics) };
  return [warningOf('ALLOW_ALL_BY_DEFAULT', { ...args, isSetLater: true }, 'origins')];
}

/** The meaning of a literal value on v2; undefined for one that is only known at run time. */
function readingOf(value: OriginsValue): ReadOrigins | undefined {
  return value.kind === 'static' ? value.read : undefined;
}

function mayBeString(value: OriginsValue): boolean {
  return value.kind === 'dynamic' && value.type !== 'array';
}

/** Whether a value is a function, or may be one of another file. */
function mayAsk(value: OriginsValue): boolean {
  return value.kind === 'function' || (value.kind === 'dynamic' && value.mayBeFunction);
}

/** Whether a rule is a list of origins and patterns that v4 can compare, or allows any origin. */
function isPlainRule(rule: OriginRule): boolean {
  return rule.kind === 'everyone' || (rule.kind === 'allow-list' && !decide(rule, {}));
}

function ruleText(file: SourceFile, rule: OriginRule, isPlain: boolean): string {
  if (rule.kind === 'everyone') return literal(isPlain ? EVERYONE.plain : EVERYONE.v2, file.style);
  if (rule.kind === 'substring-search') return literal(rule.text, file.style);
  const entries = rule.kind === 'literal-list' ? rule.origins : isPlain ? listedOrigins(rule) : rule.keys;
  const items = entries.map((entry) => literal(entry, file.style));
  return bracketed('[', items, ']', file.style, 24);
}

/** The text of a literal value, as it was written if possible, with its comments. */
function staticText(file: SourceFile, { path, read: { rule } }: LiteralOrigins, isPlain: boolean): string {
  if (path === undefined) return ruleText(file, rule, isPlain);
  const array = unwrap(path);
  if (array.is('ArrayExpression') && rule.kind === 'allow-list') {
    if (isPlain) return listText(file, array, listedOrigins(rule));
    const entries = (evaluate(array)?.value ?? []) as unknown[];
    if (entries.every((entry) => rule.keys.includes(entry as string))) return verbatim(file.text(array.node));
  }
  const comments = commentsWithin(file, path).filter((comment) => comment.startsWith('/*'));
  return [...comments.map((comment) => `${verbatim(comment)} `), ruleText(file, rule, isPlain)].join('');
}

/** `isAllowedOrigin` for a variable that holds `'*'` or a list of origins. */
function plainCheckText(
  name: string,
  variable: string,
  entries: ListSource['entries'],
  typescript: boolean,
): string {
  const head = `const ${name} = (from${typescript ? ': string' : ''}) =>`;
  const test = entryTest(entries);
  if (entries === 'none' || entries === 'strings')
    return `${head}\n\t${variable} === '*' || ${variable}.some(${test});`;
  return [
    `const ${name} = (value${typescript ? ': string' : ''}) => {`,
    `\tconst from = value.split('/', 3).join('/');`,
    ...(entries === 'both'
      ? [`\treturn (`, `\t\t${variable} === '*' ||`, `\t\t${variable}.some(${test})`, '\t);']
      : [`\treturn ${variable} === '*' || ${variable}.some(${test});`]),
    '};',
  ].join('\n');
}

/** Turns a call into an assignment. */
function assign(file: SourceFile, { expression, argument }: Assigned, variable: string, text: string): void {
  const { start, end } = expression;
  const [open, close] = brackets(file, expression);
  const comments = commentsWithin(file, expression, [argument]);
  const about = comments.map((comment) => `${verbatim(asBlock(comment))} `).join('');
  const assignment = inStyle(`${variable} = ${about}${text}`, file.style, file.indentAt(start));
  file.edits.replace(start, end, open + assignment + close);
}

/** The text around an assignment that replaces a call. The call's result was the server. */
function brackets(file: SourceFile, path: NodePath): readonly [open: string, close: string] {
  const { node, key, parentPath } = path;
  if (!path.is('AssignmentExpression') && !isValueUnused(path))
    return ['(', `, ${file.text(path.get('callee').get('object').node)})`];
  // Before a comma, brackets would continue a statement above without a semicolon.
  const isWhole = parentPath?.is('ExpressionStatement') || parentPath?.is('SequenceExpression');
  if (isWhole || node.extra?.parenthesized) return ['', ''];
  return key === 'body' && parentPath?.is('ArrowFunctionExpression') ? ['{ ', '; }'] : ['(', ')'];
}

/** Declares the variable's field above that of the server. */
function declareField(file: SourceFile, field: NodePath, declaration: string): void {
  if (!file.style.typescript) return;
  const { start } = field;
  const { eol, semicolons } = file.style;
  file.edits.insert(
    placeAbove(file, start),
    `private ${declaration} = '*'${semicolons ? ';' : ''}${eol}${file.indentAt(start)}`,
  );
}

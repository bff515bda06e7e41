import { decide } from '../../origins/decide.js';
import type { OriginRule } from '../../origins/policy.js';
import { originCheckText } from '../../print/origin-check-text.js';
import { bracketed, inStyle, literal, verbatim } from '../../print/source-style.js';
import { bail, warningOf } from '../analyze/manual-review.js';
import type { Assigned, OriginsSetting } from '../analyze/origins.js';
import { type ReadOrigins, type Releases, readOrigins, readSetting } from '../analyze/read-origins.js';
import { isTruthy, mayBeFunction, type SettingValue } from '../analyze/setting-value.js';
import { unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { evaluate } from '../ast/values.js';
import { asBlock, commentsWithin } from '../edits/comments.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { askFunction, requireAskable } from './origins-function.js';
import { listedOrigins, listText } from './origins-list.js';
import { distinct, isOperand, missingWarnings, type OriginsPlan, runTimeWarnings } from './origins-plan.js';

/** The entry for any origin, in a variable that holds plain origins, and in one that holds v2's notation. */
const EVERYONE = { plain: '*', v2: '*:*' } as const;

/**
 * The plan for origins that calls set later: `cors` and `allowRequest` read a variable, and each call becomes an assignment to
 * it. If all values are literal, the variable holds origins as browsers send them. If one is only known at run time, it holds
 * v2's notation, and is read as v2 read it.
 */
export function planAssigned(
  file: SourceFile,
  { initial, assigned, place }: Extract<OriginsSetting, { kind: 'assigned' }>,
  releases: Releases,
  server: t.Node,
): OriginsPlan {
  if (releases.era === 'literal')
    bail(assigned[0]?.expression.node ?? server, 'ORIGINS_NOT_MIGRATED', {
      why: 'Socket.IO 2.4.0 compared origins differently, and these are set later',
    });
  const values = [...(initial ? [initial] : []), ...assigned].map(({ value }) => value);
  const ask = values.some(mayAsk) ? askFunction(file) : undefined;
  const first = initial && readValue(initial.value, releases, true);
  const read = assigned.map(({ value, ifFalsy }) => readValue(value, releases, ifFalsy !== 'as is'));
  const start = initial ? first : readOrigins(undefined, [], releases, server);
  const isPlain = [start, ...read].every((one) => one !== undefined && isPlainRule(one.rule));
  const member = place.kind === 'member' ? 'this.' : '';
  const name = file.freeName('allowedOrigins', 'socketOrigins');
  const check = file.freeName('isAllowedOrigin');
  const variable = member + name;
  const text = (value: SettingValue, one: ReadOrigins | undefined) =>
    one ? staticText(file, value, one.rule, isPlain, releases) : verbatim(dynamicText(file, value));
  const initialText = initial
    ? orEveryone(file, initial, text(initial.value, first), first === undefined)
    : ruleText(file, (start as ReadOrigins).rule, isPlain);
  const { typescript } = file.style;
  const held = `string | readonly string[]${ask ? ` | ${ask.type}` : ''} | undefined`;
  const type = typescript ? `: ${isPlain ? "'*' | string[]" : held}` : '';
  const about =
    assigned.length === 0
      ? '// As on Socket.IO v2, a list, a string or a function.'
      : '// As on Socket.IO v2, each handshake reads what was set last.';
  const isConst = place.kind !== 'member' && assigned.length === 0;
  // TypeScript would narrow a constant with a type to the type of its value, and find that it is never a string.
  const isCast = isConst && typescript && !isPlain;
  const declared =
    place.kind === 'member'
      ? `this.${name}`
      : isConst
        ? `const ${name}${isCast ? '' : type}`
        : `let ${name}${type}`;
  const declarations = [
    `${about}\n${declared} = ${isCast ? `(${initialText}) as ${held}` : initialText};`,
    isPlain
      ? plainCheckText(check, variable, typescript)
      : originCheckText(check, variable, {
          ...releases,
          typescript,
          mayBeString: true,
          mayBeFunction: ask !== undefined,
        }),
    ...(ask?.declarations ?? []),
  ];
  return {
    source: { kind: 'check', name: check, ...(ask && { asked: { variable, by: ask.name } }) },
    corsOrigin: undefined,
    declarations,
    before: place.before,
    warnings: [
      ...distinct([start, ...read].flatMap((one) => one?.warnings ?? [])),
      ...(isPlain ? [] : runTimeWarnings(releases, values.some(mayBeString))),
      ...(ask ? [warningOf('REFUSAL_IS_READABLE', {}, 'origins')] : []),
      ...missingWarnings(releases),
    ],
    apply: () => {
      if (place.kind === 'member' && place.field) declareField(file, place.field, `${name}${type}`);
      for (const [index, one] of assigned.entries())
        assign(file, one, variable, text(one.value, read[index]), read[index] === undefined);
    },
  };
}

/** The meaning of a literal value on v2; undefined for one that is only known at run time. */
function readValue(value: SettingValue, releases: Releases, isOption: boolean): ReadOrigins | undefined {
  if (value.kind === 'static') return readSetting(value.value, isOption, releases, value.path.node);
  if (value.kind === 'function') requireAskable(value);
  return undefined;
}

function mayBeString(value: SettingValue): boolean {
  return value.kind === 'dynamic' && value.type !== 'array';
}

/** Whether a value is a function, or may be one of another file. */
function mayAsk(value: SettingValue): boolean {
  return (
    value.kind === 'function' ||
    (value.kind === 'dynamic' && value.type === 'unknown' && mayBeFunction(value.path))
  );
}

/** Whether a rule allows a list of whole origins, or any origin. */
function isPlainRule(rule: OriginRule): boolean {
  if (rule.kind === 'everyone') return true;
  if (rule.kind !== 'allow-list' || decide(rule, {})) return false;
  return listedOrigins(rule).every((one) => typeof one === 'string');
}

function ruleText(file: SourceFile, rule: OriginRule, isPlain: boolean): string {
  if (rule.kind === 'everyone') return literal(isPlain ? EVERYONE.plain : EVERYONE.v2, file.style);
  if (rule.kind === 'substring-search') return literal(rule.text, file.style);
  if (rule.kind === 'literal-list') return literal(rule.origins, file.style);
  const entries = isPlain ? (listedOrigins(rule) as string[]) : rule.keys;
  return bracketed(
    '[',
    entries.map((entry) => literal(entry, file.style)),
    ']',
    file.style,
    24,
  );
}

/** The text of a literal value, as it was written if possible, with its comments. */
function staticText(
  file: SourceFile,
  { path }: SettingValue,
  rule: OriginRule,
  isPlain: boolean,
  releases: Releases,
): string {
  const array = unwrap(path);
  if (array.is('ArrayExpression') && rule.kind === 'allow-list') {
    if (isPlain) return verbatim(listText(file, array, releases) ?? ruleText(file, rule, isPlain));
    const entries = (evaluate(array)?.value ?? []) as unknown[];
    if (entries.every((entry) => rule.keys.includes(entry as string))) return verbatim(file.text(array.node));
  }
  const comments = commentsWithin(file, spanOf(path.node)).filter((comment) => comment.startsWith('/*'));
  return [...comments.map((comment) => `${verbatim(comment)} `), ruleText(file, rule, isPlain)].join('');
}

function dynamicText(file: SourceFile, { path }: SettingValue): string {
  return file.text(path.node);
}

/** v2 took a falsy option for "every origin". */
function orEveryone(
  file: SourceFile,
  { value }: { value: SettingValue },
  text: string,
  isDynamic: boolean,
): string {
  if (!isDynamic || isTruthy(value.path)) return text;
  return `${isOperand(value.path) ? text : `(${text})`} || ${literal(EVERYONE.v2, file.style)}`;
}

/** `isAllowedOrigin` for a variable that holds `'*'` or a list of origins. */
function plainCheckText(name: string, variable: string, typescript: boolean): string {
  return [
    `const ${name} = (from${typescript ? ': string' : ''}) =>`,
    `\t${variable} === '*' || ${variable}.some((origin) => from === origin || from.startsWith(\`\${origin}/\`));`,
  ].join('\n');
}

/** Turns a call into an assignment. */
function assign(
  file: SourceFile,
  { expression, argument, ifFalsy, value }: Assigned,
  variable: string,
  text: string,
  isDynamic: boolean,
): void {
  const { start, end } = spanOf(expression.node);
  const mayBeFalsy = ifFalsy !== 'as is' && isDynamic && !isTruthy(value.path);
  const otherwise = ifFalsy === 'keep' ? variable : literal(EVERYONE.v2, file.style);
  const [open, close] = brackets(expression);
  const base = file.indentAt(start);
  const span = spanOf(argument.node);
  const comments = commentsWithin(file, { start, end }, [span]).map((comment) => `${asBlock(comment)} `);
  const assigned = `${variable} = ${comments.join('')}`;
  if (!isDynamic) {
    file.edits.replace(start, end, `${open}${inStyle(verbatim(assigned) + text, file.style, base)}${close}`);
    return;
  }
  const needsParens = mayBeFalsy && !isOperand(value.path);
  file.edits.replace(start, span.start, `${open}${assigned}${needsParens ? '(' : ''}`);
  file.edits.replace(
    span.end,
    end,
    `${needsParens ? ')' : ''}${mayBeFalsy ? ` || ${otherwise}` : ''}${close}`,
  );
}

/** The brackets around an assignment that replaces a call. */
function brackets({ node, key, parentPath }: NodePath): readonly [open: string, close: string] {
  if (parentPath?.is('ExpressionStatement') || node.extra?.parenthesized) return ['', ''];
  return key === 'body' && parentPath?.is('ArrowFunctionExpression') ? ['{ ', '; }'] : ['(', ')'];
}

/** Declares the variable's field above that of the server. */
function declareField(file: SourceFile, field: NodePath, declaration: string): void {
  if (!file.style.typescript) return;
  const { start } = spanOf(field.node);
  const { eol, semicolons } = file.style;
  file.edits.insert(
    start,
    `private ${declaration} = '*'${semicolons ? ';' : ''}${eol}${file.indentAt(start)}`,
  );
}

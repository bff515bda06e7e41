import { parseExpression } from '@babel/parser';
import { explainProblems } from '../messages/explain.js';
import { UsageError } from '../output/terminal.js';

/** Whether an argument is settings, rather than a path or a code. */
export const isInline = (argument: string): boolean => /^\s*[[{("'`]/.test(argument);

type Node = ReturnType<typeof parseExpression>;

/**
 * Parses settings in JSON or in a JavaScript literal. A list or a string counts as `origins`.
 *
 * @param name the source of the text, for messages
 * @throws UsageError with the problem and its place
 * @example parseSettings("{ origins: ['*:*'] }", 'settings') // { origins: ['*:*'] }
 */
export function parseSettings(text: string, name: string): unknown {
  const code = text.replace(/^\uFEFF/, '');
  if (code.trim() === '') throw new UsageError(explainProblems.empty(name));
  const value = literalValue(parsed(code, name), name);
  if (typeof value === 'string' || Array.isArray(value)) return { origins: value };
  // The translation says what is wrong with v4's own option.
  const path = isRecord(value) && 'cors' in value ? [] : (pathToSettings(value) ?? []);
  if (path.length > 0) throw new UsageError(explainProblems.nested(name, path.join('.')));
  return value;
}

const SETTINGS: ReadonlySet<string> = new Set(['origins', 'handlePreflightRequest', 'originsCalls']);

/** The keys that lead to v2's settings in a configuration, which would be taken for other options of v2. */
function pathToSettings(value: unknown): readonly string[] | undefined {
  if (!isRecord(value)) return undefined;
  if (Object.keys(value).some((key) => SETTINGS.has(key))) return [];
  for (const [key, inner] of Object.entries(value)) {
    const path = pathToSettings(inner);
    if (path !== undefined) return [key, ...path];
  }
  return undefined;
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;

function parsed(code: string, name: string): Node {
  try {
    return parseExpression(code, { attachComment: false });
  } catch (error) {
    const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
    const where = loc === undefined ? name : `${name}:${loc.line}:${loc.column + 1}`;
    const [said = ''] = message.replace(/\.? \(\d+:\d+\)/, '').split('\n');
    throw new UsageError(explainProblems.notSettings(where, said));
  }
}

/** The value of a literal; `undefined` counts as one. */
function literalValue(node: Node | null, name: string): unknown {
  switch (node?.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return node.value;
    case 'NullLiteral':
      return null;
    case 'RegExpLiteral':
      // The validation reports that v2 never matched one.
      return new RegExp(node.pattern, node.flags);
    case 'TemplateLiteral':
      if (node.expressions.length > 0) break;
      return node.quasis[0]?.value.cooked;
    case 'UnaryExpression':
      if (node.operator !== '-' || node.argument.type !== 'NumericLiteral') break;
      return -node.argument.value;
    case 'ArrayExpression':
      return node.elements.map((element) => literalValue(element as Node | null, name));
    case 'ObjectExpression':
      return Object.fromEntries(
        node.properties.map((property) => {
          if (property.type !== 'ObjectProperty' || property.computed) throw noLiteral(property, name);
          const { key, value } = property;
          // `Object.fromEntries` makes `__proto__` a plain key, as in JSON.
          return [
            key.type === 'Identifier' ? key.name : String(literalValue(key as Node, name)),
            literalValue(value as Node, name),
          ];
        }),
      );
    case 'Identifier':
      if (node.name === 'undefined') return undefined;
  }
  throw noLiteral(node, name);
}

function noLiteral(node: { loc?: Node['loc'] } | null, name: string): UsageError {
  const start = node?.loc?.start;
  const where = start === undefined ? name : `${name}:${start.line}:${start.column + 1}`;
  return new UsageError(explainProblems.expression(where));
}

import { parseArgs } from 'node:util';
import { argumentProblems } from './argument-problems.js';

/** What a command takes. */
export interface ArgumentSpec {
  /** By name, without its dashes. A list of words is a choice. */
  readonly options: Readonly<Record<string, 'flag' | 'text' | 'texts' | readonly string[]>>;
  /** The names of its operands, as its usage writes them. One in brackets may be left out; one text is for any number. */
  readonly operands: readonly string[] | string;
}

/** What was given, and all that is wrong with it. */
export interface GivenArguments {
  readonly flags: ReadonlySet<string>;
  /** The values of an option, in order; none where it was not given. */
  readonly texts: (name: string) => readonly string[];
  readonly operands: readonly string[];
  readonly problems: readonly string[];
}

/** Reads a command's arguments. Unlike a strict `parseArgs`, which stops at the first problem, it reports all. */
export function readArguments(argv: readonly string[], spec: ArgumentSpec): GivenArguments {
  const kinds = new Map(Object.entries(spec.options));
  const options = Object.fromEntries(
    [...kinds].map(([name, kind]) => [
      name,
      {
        type: kind === 'flag' ? ('boolean' as const) : ('string' as const),
        ...(name === 'help' ? { short: 'h' } : {}),
      },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const flags = new Set<string>();
  const texts = new Map<string, string[]>();
  const operands: string[] = [];
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const kind = kinds.get(name);
    const problem = problemOf(rawName, kind, value, inlineValue === true, texts.has(name));
    if (problem !== undefined) problems.push(problem);
    else if (kind === 'flag') flags.add(name);
    else texts.set(name, [...(texts.get(name) ?? []), value as string]);
  }
  problems.push(...operandProblems(operands, spec.operands));
  return { flags, texts: (name) => texts.get(name) ?? [], operands, problems };
}

function problemOf(
  name: string,
  kind: ArgumentSpec['options'][string] | undefined,
  value: string | undefined,
  isInline: boolean,
  isRepeated: boolean,
): string | undefined {
  if (kind === undefined) return argumentProblems.unknownOption(name);
  if (kind === 'flag') return value === undefined ? undefined : argumentProblems.flagWithValue(name);
  // What looks like the next option is no value, unless it was said by `=`.
  if (value === undefined || value === '' || (!isInline && /^-./.test(value)))
    return argumentProblems.missingValue(name);
  if (kind !== 'texts' && isRepeated) return argumentProblems.repeated(name);
  return typeof kind === 'string' || kind.includes(value)
    ? undefined
    : argumentProblems.choice(name, value, kind);
}

function operandProblems(given: readonly string[], names: readonly string[] | string): string[] {
  if (typeof names === 'string') return [];
  const missing = names.slice(given.length).filter((name) => !name.startsWith('['));
  return [
    ...missing.map(argumentProblems.missingOperand),
    ...given.slice(names.length).map(argumentProblems.extraOperand),
  ];
}

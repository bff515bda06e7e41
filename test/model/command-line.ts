import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Options of a script by name: a flag, or one text. */
type Options = Readonly<Record<string, 'flag' | 'text'>>;
type Values<O extends Options> = { readonly [Name in keyof O]?: O[Name] extends 'flag' ? true : string };

/** What is wrong with a command line, in words for whoever typed it. */
export class UsageError extends Error {}

/** Reads the arguments of a script. Every script has `--help`. */
export function readCommandLine<O extends Options>(argv: readonly string[], options: O) {
  const kinds = { help: 'flag', ...options };
  const config: ParseArgsConfig['options'] = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    return parseArgs({ args: [...argv], options: config }).values as Values<O & { help: 'flag' }>;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** A whole number from `least` on; `otherwise` where the option was not given. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  least: number,
  otherwise: number,
): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  // 2 ** 31: seeds are numbers of 32 bits.
  if (/^\d+$/.test(text) && number >= least && number < 2 ** 31) return number;
  throw new UsageError(`--${name} takes a whole number from ${least} on, not ${JSON.stringify(text)}`);
}

/** Runs a script: what is wrong with its command line goes to stderr, with its usage, and it ends with 2. */
export async function runScript(
  usage: string,
  main: (argv: readonly string[]) => Promise<void>,
): Promise<void> {
  const argv = process.argv.slice(2);
  if (argv.includes('--help')) {
    console.log(usage);
    return;
  }
  try {
    await main(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  }
}

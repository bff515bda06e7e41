import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { isInline } from '../explain/parse-settings.js';
import { runExplain } from '../explain/run.js';
import type { TranslateOptions } from '../v2/settings.js';
import { argumentProblems } from './argument-problems.js';
import type { CommandResult } from './command-result.js';
import { type ArgumentSpec, readArguments } from './read-arguments.js';
import { type Screen, showsColour } from './shows-colour.js';
import { usage } from './usage.js';
import { usageResult } from './usage-result.js';

const SPEC: ArgumentSpec = {
  options: {
    from: 'text',
    to: 'text',
    semantics: ['documented', 'exact'],
    'missing-origin': ['as-v2', 'allow'],
    format: ['text', 'json'],
    help: 'flag',
  },
  operands: ['[SETTINGS]'],
};

/** `socketio-cors explain [settings.json | - | JSON]` */
export async function explainCommand(
  argv: readonly string[],
  { stdout, stdin = process.stdin }: { readonly stdout: Screen; readonly stdin?: Input } = process,
): Promise<CommandResult> {
  const given = readArguments(argv, SPEC);
  if (given.flags.has('help')) return { stdout: usage.explain, stderr: '', exitCode: 0 };
  const problems = [...given.problems];
  const settings = await readSettings(given.operands[0], stdin, problems);
  const [format] = given.texts('format');
  const explained = runExplain({
    // What cannot be read is a problem already; the options are looked at all the same.
    ...(settings ?? { settings: '{}', name: '' }),
    ...translateOptions(given.texts),
    format: format === 'json' ? 'json' : 'text',
    color: showsColour(stdout),
  });
  if (problems.length === 0 && explained.exitCode === 0) return explained;
  return usageResult('explain', [...problems, ...explained.stderr.split('\n').filter((line) => line !== '')]);
}

interface Input extends AsyncIterable<string | Uint8Array> {
  readonly isTTY?: boolean;
}

async function readSettings(
  operand: string | undefined,
  stdin: Input,
  problems: string[],
): Promise<{ settings: string; name: string } | undefined> {
  if (operand !== undefined && isInline(operand)) return { settings: operand, name: 'settings' };
  if (operand !== undefined && operand !== '-') return readSettingsFile(operand, problems);
  if (operand === undefined && stdin.isTTY) {
    problems.push(argumentProblems.noSettings);
    return undefined;
  }
  return { settings: await text(stdin as AsyncIterable<Uint8Array>), name: 'standard input' };
}

async function readSettingsFile(
  path: string,
  problems: string[],
): Promise<{ settings: string; name: string } | undefined> {
  try {
    return { settings: await readFile(path, 'utf8'), name: path };
  } catch (error) {
    problems.push(argumentProblems.unreadable(path, (error as NodeJS.ErrnoException).code ?? String(error)));
    return undefined;
  }
}

/** `translateCors` looks at versions itself; what is no choice has been told of. */
function translateOptions(texts: (name: string) => readonly string[]): TranslateOptions {
  return {
    from: texts('from')[0],
    to: texts('to')[0],
    semantics: texts('semantics')[0] as TranslateOptions['semantics'],
    missingOrigin: texts('missing-origin')[0] as TranslateOptions['missingOrigin'],
  };
}

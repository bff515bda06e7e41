import { probeProblems } from '../doctor/options.js';
import { runCompare } from '../doctor/run.js';
import { ASKING_OPTIONS, runOptions } from './asking-options.js';
import type { CommandResult } from './command-result.js';
import { readArguments } from './read-arguments.js';
import type { Screen } from './shows-colour.js';
import { usage } from './usage.js';
import { usageResult } from './usage-result.js';

/** `socketio-cors compare OLD_URL NEW_URL` */
export async function compareCommand(
  argv: readonly string[],
  { stdout }: { readonly stdout: Screen } = process,
): Promise<CommandResult> {
  const given = readArguments(argv, { options: ASKING_OPTIONS, operands: ['OLD_URL', 'NEW_URL'] });
  if (given.flags.has('help')) return { stdout: usage.compare, stderr: '', exitCode: 0 };
  const options = runOptions(given, stdout);
  const urls = given.operands.slice(0, 2);
  const problems = [...given.problems, ...probeProblems(urls, options)];
  const [oldUrl, newUrl] = urls;
  if (oldUrl === undefined || newUrl === undefined || problems.length > 0)
    return usageResult('compare', problems);
  return runCompare({ oldUrl, newUrl, ...options });
}

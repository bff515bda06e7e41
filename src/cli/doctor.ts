import { probeProblems } from '../doctor/options.js';
import { runDoctor } from '../doctor/run.js';
import { ASKING_OPTIONS, runOptions } from './asking-options.js';
import type { CommandResult } from './command-result.js';
import { readArguments } from './read-arguments.js';
import type { Screen } from './shows-colour.js';
import { usage } from './usage.js';
import { usageResult } from './usage-result.js';

/** `socketio-cors doctor URL` */
export async function doctorCommand(
  argv: readonly string[],
  { stdout }: { readonly stdout: Screen } = process,
): Promise<CommandResult> {
  const given = readArguments(argv, { options: ASKING_OPTIONS, operands: ['URL'] });
  if (given.flags.has('help')) return { stdout: usage.doctor, stderr: '', exitCode: 0 };
  const options = runOptions(given, stdout);
  const [url] = given.operands;
  const problems = [...given.problems, ...probeProblems(url === undefined ? [] : [url], options)];
  if (url === undefined || problems.length > 0) return usageResult('doctor', problems);
  return runDoctor({ url, ...options });
}

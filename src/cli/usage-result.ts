import type { CommandResult } from './command-result.js';

/** The result of a command that cannot be run as it was given: every problem on a line of its own. */
export function usageResult(command: string, problems: readonly string[]): CommandResult {
  const lines = [...problems, `See: socketio-cors ${command} --help`];
  return { stdout: '', stderr: `${lines.join('\n')}\n`, exitCode: 3 };
}

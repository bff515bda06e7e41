import type { CommandResult } from './command-result.js';

/** Every problem on a line of its own, and where to look. */
export function usageText(command: string, problems: readonly string[]): string {
  return `${[...problems, `See: socketio-cors ${command} --help`].join('\n')}\n`;
}

/** The result of a command that cannot be run as it was given: every problem on a line of its own. */
export function usageResult(command: string, problems: readonly string[]): CommandResult {
  return { stdout: '', stderr: usageText(command, problems), exitCode: 3 };
}

import { type RunOptions, runCompare, runDoctor } from '../doctor/run.js';
import type { CommandResult } from '../output/terminal.js';
import { type Screen, showsColor } from './terminal.js';

/** The options of the commands that ask a server. */
export interface AskFlags {
  readonly origin?: readonly string[];
  readonly header?: readonly string[];
  readonly credentials: boolean;
  readonly path?: string;
  readonly format: 'text' | 'json';
}

/** `socketio-cors doctor URL` */
export function doctorCommand(url: string, flags: AskFlags, stdout: Screen): Promise<CommandResult> {
  return runDoctor({ url, ...runOptions(flags, stdout) });
}

/** `socketio-cors compare OLD_URL NEW_URL` */
export function compareCommand(
  oldUrl: string,
  newUrl: string,
  flags: AskFlags,
  stdout: Screen,
): Promise<CommandResult> {
  return runCompare({ oldUrl, newUrl, ...runOptions(flags, stdout) });
}

function runOptions({ origin = [], header = [], path, ...flags }: AskFlags, stdout: Screen): RunOptions {
  return {
    origins: origin,
    headers: header,
    ...(path === undefined ? {} : { path }),
    ...flags,
    color: showsColor(stdout),
  };
}

import type { RunOptions } from '../doctor/run.js';
import type { ArgumentSpec, GivenArguments } from './read-arguments.js';
import { type Screen, showsColour } from './shows-colour.js';

/** The options of the commands that ask a server. */
export const ASKING_OPTIONS: ArgumentSpec['options'] = {
  origin: 'texts',
  header: 'texts',
  'no-credentials': 'flag',
  path: 'text',
  format: ['text', 'json'],
  help: 'flag',
};

/** The same, as the doctor takes them. */
export function runOptions({ texts, flags }: GivenArguments, stdout: Screen): RunOptions {
  const [path] = texts('path');
  return {
    origins: texts('origin'),
    headers: texts('header'),
    credentials: !flags.has('no-credentials'),
    ...(path === undefined ? {} : { path }),
    format: texts('format')[0] === 'json' ? 'json' : 'text',
    color: showsColour(stdout),
  };
}

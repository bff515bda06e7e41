import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

/** A repository can name programs that git runs, and make it leave the folder; none of that is needed here. */
const SAFE = [
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'core.quotepath=off', '-c', 'submodule.recurse=false'],
  // What is printed is read by this program, whatever a person prefers to see.
  ...['-c', 'color.ui=false', '-c', 'color.grep=false', '-c', 'grep.fullName=false'],
];

/** Nothing is fetched, neither by a program that the repository names, nor is anything locked or asked. */
const ENVIRONMENT = {
  GIT_ALLOW_PROTOCOL: '',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  // What a pattern means is said beside it.
  GIT_GLOB_PATHSPECS: '0',
  GIT_ICASE_PATHSPECS: '0',
  GIT_LITERAL_PATHSPECS: '0',
  GIT_NOGLOB_PATHSPECS: '0',
  // Bytes are looked for: letters, some of them of two bytes, take twice as long.
  LC_ALL: 'C',
};

/** What git printed. */
export interface Answer {
  readonly text: string;
  /** Whether it could not read all. */
  readonly isPartial: boolean;
}

interface Asking {
  /** What it is to find in the environment, beside the rest. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** The exit codes that are no failure. */
  readonly accepted?: readonly number[];
  /** What it is to read. */
  readonly input?: Buffer;
  /** Called with what it prints, as it comes. */
  readonly hear?: (text: string) => void;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs git in a folder, by its absolute path, beside whatever else this process does.
 *
 * @returns undefined where there is no git, or it fails, as outside of repositories
 */
export function git(
  folder: string,
  args: readonly string[],
  { env, accepted = [0], input, hear, signal }: Asking = {},
): Promise<Answer | undefined> {
  return new Promise<Answer | undefined>((resolve) => {
    const child = spawn('git', ['-C', folder, ...SAFE, ...args], {
      env: { ...process.env, ...ENVIRONMENT, ...env },
      signal,
      // Windows looks for programs there first, and some people's PATH does: not among the files to be migrated.
      cwd: dirname(process.execPath),
    });
    child.on('error', () => resolve(undefined));
    // There are no pipes where none can be opened any more.
    if (child.pid === undefined) return;
    // It may end before it has read all.
    child.stdin.on('error', () => undefined).end(input);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      hear?.(chunk);
    });
    let isPartial = false;
    child.stderr.on('data', () => {
      isPartial = true;
    });
    child.on('close', (status) => resolve(accepted.includes(status ?? -1) ? { text, isPartial } : undefined));
    // Of some reasons why it cannot be started Node tells at once.
  }).catch(() => undefined);
}

import { parseArgs } from 'node:util';
import type { MigrateOptions } from '../codemod/index.js';
import { UsageError } from './usage-error.js';

/** What `socketio-cors migrate` was asked for. */
export interface MigrateArguments {
  readonly paths: readonly string[];
  readonly migrate: MigrateOptions;
  readonly write: boolean;
  readonly check: boolean;
  readonly force: boolean;
  readonly manifests: boolean;
  readonly format: 'text' | 'json' | 'sarif';
  readonly help: boolean;
}

const OPTIONS = {
  write: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  'no-package-json': { type: 'boolean', default: false },
  'keep-v2-clients': { type: 'boolean', default: false },
  format: { type: 'string', default: 'text' },
  from: { type: 'string' },
  to: { type: 'string' },
  semantics: { type: 'string' },
  'missing-origin': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** @throws UsageError for what is not understood */
export function migrateArguments(args: readonly string[]): MigrateArguments {
  const { values, positionals } = parse(args);
  const { write, check } = values;
  if (write && check) throw new UsageError('--write changes files and --check only looks: choose one.');
  return {
    paths: positionals.length > 0 ? positionals : ['.'],
    migrate: {
      from: values.from,
      to: values.to,
      semantics: choice('--semantics', values.semantics, ['documented', 'exact']),
      missingOrigin: choice('--missing-origin', values['missing-origin'], ['as-v2', 'allow']),
      keepV2Clients: values['keep-v2-clients'],
    },
    write,
    check,
    force: values.force,
    manifests: !values['no-package-json'],
    format: choice('--format', values.format, ['text', 'json', 'sarif']) ?? 'text',
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${MIGRATE_USAGE}`);
  }
}

function choice<T extends string>(
  name: string,
  value: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const chosen = choices.find((one) => one === value);
  if (chosen === undefined) throw new UsageError(`${name} takes ${choices.join(' or ')}, not "${value}".`);
  return chosen;
}

export const MIGRATE_USAGE = `Usage: socketio-cors migrate [paths…]

Rewrites the CORS settings of Socket.IO v2 (origins, io.origins(), handlePreflightRequest) for v4. Shows what it would
change; what cannot be proven is left to you, with a comment.

  --write               change the files; refuses where git has changes that are not committed
  --force               change them all the same
  --check               no diff; exit code 1 where there is something to change
  --from VERSION        the Socket.IO that the code is for; else what package.json or the lockfile says
  --to VERSION          the Socket.IO to migrate to
  --semantics S         documented (default) or exact
  --missing-origin M    as-v2 (default) or allow: requests with neither Origin nor Referer
  --keep-v2-clients     add allowEIO3: true, and leave socket.io-client as it is
  --no-package-json     leave package.json as it is
  --format F            text (default), json or sarif

Exit code: 0 nothing is left to do, 1 with --check: there are changes to make, 2 something needs a person, 3 failed.
`;

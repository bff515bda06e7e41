import type { MigrateOptions } from '../codemod/index.js';
import { argumentProblems } from './argument-problems.js';
import { type ArgumentSpec, readArguments } from './read-arguments.js';
import { UsageError } from './usage-error.js';
import { usageText } from './usage-result.js';

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

const SPEC: ArgumentSpec = {
  options: {
    write: 'flag',
    check: 'flag',
    force: 'flag',
    'no-package-json': 'flag',
    'keep-v2-clients': 'flag',
    format: ['text', 'json', 'sarif'],
    from: 'text',
    to: 'text',
    semantics: ['documented', 'exact'],
    'missing-origin': ['as-v2', 'allow'],
    help: 'flag',
  },
  operands: '[paths…]',
};

/** @throws UsageError that lists all that is not understood */
export async function migrateArguments(args: readonly string[]): Promise<MigrateArguments> {
  const { flags, texts, operands, problems } = readArguments(args, SPEC);
  const [from] = texts('from');
  const [to] = texts('to');
  const all = [
    ...problems,
    ...(flags.has('write') && flags.has('check') ? [argumentProblems.writeAndCheck] : []),
    ...(from === undefined && to === undefined ? [] : await releaseProblems(from, to)),
  ];
  if (all.length > 0 && !flags.has('help')) throw new UsageError(usageText('migrate', all).trimEnd());
  const only = (name: string): unknown => texts(name)[0];
  return {
    paths: operands.length > 0 ? operands : ['.'],
    migrate: {
      from,
      to,
      semantics: only('semantics') as MigrateOptions['semantics'],
      missingOrigin: only('missing-origin') as MigrateOptions['missingOrigin'],
      keepV2Clients: flags.has('keep-v2-clients'),
    },
    write: flags.has('write'),
    check: flags.has('check'),
    force: flags.has('force'),
    manifests: !flags.has('no-package-json'),
    format: (only('format') ?? 'text') as MigrateArguments['format'],
    help: flags.has('help'),
  };
}

/** Loads what knows versions where one is given: it weighs more than all that comes before the search. */
async function releaseProblems(from: string | undefined, to: string | undefined): Promise<string[]> {
  const problems = await import('./release-problems.js');
  return problems.releaseProblems(from, to);
}

export const MIGRATE_USAGE = `Usage: socketio-cors migrate [paths…]

Rewrites the CORS settings of Socket.IO v2 (origins, io.origins(), handlePreflightRequest) for v4. Shows what it would
change; what cannot be proven is left to you, with a comment.

Looks at .js, .jsx, .ts, .tsx and the like, at programs whose first line names Node, and at package.json, but for what
git ignores, node_modules, and what is minified, generated or larger than 5 MB. JavaScript under any other name has to
be named; .vue, .svelte and .html are not understood.

  --write               change the files; refuses where git has changes that are not committed
  --force               change them all the same, and those with other names (hard links) under this one alone
  --check               no diff; exit code 1 where there is something to change
  --from VERSION        the Socket.IO that the code is for; else what is installed, the lockfile or package.json says;
                        else 2.5.1, but what v2 had no name for, as new Server(…), is left as it is
  --to VERSION          the Socket.IO to migrate to
  --semantics S         documented (default) or exact
  --missing-origin M    as-v2 (default) or allow: requests with neither Origin nor Referer
  --keep-v2-clients     add allowEIO3: true, and leave socket.io-client as it is
  --no-package-json     leave package.json as it is
  --format F            text (default), json or sarif

Exit code: 0 nothing is left to do, 1 with --check: there are changes to make, 2 something needs a person, 3 failed,
130 stopped by ctrl-C: each file is as it was, or migrated as a whole.
`;

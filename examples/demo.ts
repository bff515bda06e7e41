import { type LegacyCorsSettings, translateCors, type Warning } from '../src/index.js';
import {
  type LegacySettings,
  type RunningServer,
  run,
  startLegacy,
  startModern,
} from '../test/parity/servers.js';
import { type Attempt, LIST_ATTEMPTS, STRING_ATTEMPTS } from './demo/attempts.js';
import { compare } from './demo/compare.js';
import { loadLegacyApp } from './demo/load-legacy-app.js';
import { copyApp, findingsIn } from './demo/migrated-app.js';
import { isHole, printTable, printWarnings, type Row } from './demo/table.js';

interface Scene {
  readonly title: string;
  readonly settings: LegacySettings;
  readonly rows: readonly Row[];
  readonly warnings: readonly Warning[];
}

/** Settings that are translated at run time. */
async function translated(
  title: string,
  legacy: RunningServer,
  settings: LegacySettings,
  attempts: readonly Attempt[],
): Promise<Scene> {
  const { options, warnings } = translateCors(settings as LegacyCorsSettings, { from: '2.5.1' });
  const modern = await startModern('4.8', { ...options, allowEIO3: true });
  return { title, settings, warnings, rows: await compare(legacy, modern, settings, attempts, warnings) };
}

/** Source that is rewritten by the command, and then runs without this package. */
async function rewritten(title: string, legacy: RunningServer, settings: LegacySettings): Promise<Scene> {
  const copy = copyApp('legacy-app');
  try {
    // Clients of both generations are tried.
    const { stdout: json } = copy.migrate('--keep-v2-clients', '--format', 'json');
    const { status, stdout } = copy.migrate('--keep-v2-clients');
    console.log(`\nexamples/legacy-app: socketio-cors migrate --keep-v2-clients\n\n${stdout}`);
    copy.migrate('--keep-v2-clients', '--write');
    const left = copy.migrate('--check').status;
    if (status !== 0 || left !== 0) throw new Error('the migration left something to do');
    const warnings = findingsIn(json);
    const rows = await compare(legacy, await copy.start(), settings, LIST_ATTEMPTS, warnings);
    return { title, settings, rows, warnings };
  } finally {
    copy.remove();
  }
}

/** What the command cannot prove it has to report, and leave. */
function reported(): boolean {
  const copy = copyApp('options-in-another-module');
  try {
    const { status, stdout } = copy.migrate('--no-package-json');
    console.log(
      `\nexamples/options-in-another-module: socketio-cors migrate (exit code ${status})\n\n${stdout}`,
    );
    return status === 2 && stdout.includes('OPTIONS_NOT_READABLE');
  } finally {
    copy.remove();
  }
}

/** The other way that people wrote it: one string, in which v2 searched. */
const oneString = { origins: 'http://localhost:3000 https://app.example.com:443' };

const app = loadLegacyApp();
const listTitle = 'examples/legacy-app: a list, and the preflight handler of the v2 docs';
const scenes = [
  await rewritten(
    'The source of examples/legacy-app, migrated by the command, without this package',
    await run(app.server, app.io.eio),
    app.settings,
  ),
  await translated(
    `${listTitle}, by translateCors`,
    await startLegacy('2.5', app.settings),
    app.settings,
    LIST_ATTEMPTS,
  ),
  await translated('The same in one string', await startLegacy('2.5', oneString), oneString, STRING_ATTEMPTS),
];
const isReported = reported();

for (const { title, settings, rows } of scenes) {
  console.log(`\n${title}\norigins: ${JSON.stringify(settings.origins)}\n`);
  printTable(rows);
}
console.log('\nunreadable: the session was opened, and the browser only keeps the page from reading it.');
console.log(
  'in, sent: as asked for. refused, blocked: not. a hole: nobody on the list asked, and v2 refused.',
);
console.log('All v4 servers run with allowEIO3: true, so that clients of both generations can be tried.');
console.log('-: a v4 client speaks no protocol that v2 knows.\n');
for (const { title, warnings } of scenes) printWarnings(title, warnings);

const rows = scenes.flatMap((scene) => scene.rows);
const differences = rows.filter(({ explanation }) => explanation !== '');
const unexplained = differences.filter(({ explanation }) => explanation === undefined);
console.log(
  `${rows.length} requests: v4 decided ${differences.length} otherwise than v2, ${unexplained.length} of them without a warning. ` +
    `The naive copy has ${rows.filter(isHole).length} holes.`,
);
if (!isReported) console.log('The options in another module were not reported.');
process.exitCode = unexplained.length === 0 && isReported ? 0 : 1;

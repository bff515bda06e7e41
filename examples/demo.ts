import { run, startLegacy } from '../test/parity/servers.js';
import { LIST_ATTEMPTS, STRING_ATTEMPTS } from './demo/attempts.js';
import { compare } from './demo/compare.js';
import { legacyAppSettings, loadLegacyApp } from './demo/load-legacy-app.js';
import { isHole, printTable, printWarnings } from './demo/table.js';

/** The other way that people wrote it: one string, in which v2 searched. */
const oneString = { origins: 'http://localhost:3000 https://app.example.com:443' };

const app = loadLegacyApp();
const scenes = [
  {
    title: 'examples/legacy-app: a list, and the preflight handler of the v2 docs',
    settings: legacyAppSettings(),
    ...(await compare(await run(app.server, app.io.eio), legacyAppSettings(), LIST_ATTEMPTS)),
  },
  {
    title: 'The same in one string',
    settings: oneString,
    ...(await compare(await startLegacy('2.5', oneString), oneString, STRING_ATTEMPTS)),
  },
];

for (const { title, settings, rows } of scenes) {
  console.log(`\n${title}\norigins: ${JSON.stringify(settings.origins)}\n`);
  printTable(rows);
}
console.log('\nunreadable: the session was opened, and the browser only keeps the page from reading it.');
console.log('in, sent: as asked for. refused, blocked: not. a hole: nobody on the list asked, and v2 refused.');
console.log('Both v4 servers run with allowEIO3: true, so that clients of both generations can be tried.');
console.log('-: a v4 client speaks no protocol that v2 knows.\n');
for (const { title, warnings } of scenes) printWarnings(title, warnings);

const rows = scenes.flatMap((scene) => scene.rows);
const differences = rows.filter(({ explanation }) => explanation !== '');
const unexplained = differences.filter(({ explanation }) => explanation === undefined);
console.log(
  `${rows.length} requests: v4 decided ${differences.length} otherwise than v2, ${unexplained.length} of them without a warning. ` +
    `The naive copy has ${rows.filter(isHole).length} holes.`,
);
process.exitCode = unexplained.length === 0 ? 0 : 1;

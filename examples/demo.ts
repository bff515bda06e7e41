// A v2 server, the same with `origins` copied into v4's `cors`, and migrated by the command: real servers, real requests.
import { readFileSync } from 'node:fs';
import { type LegacyCorsSettings, translateCors, type Warning } from '../src/index.js';
import { run, startLegacy, startModern } from '../test/integration/parity/servers.js';
import { FIRST_ATTEMPTS, MORE_ATTEMPTS, STRING_ATTEMPTS } from './demo/attempts.js';
import { compare, isHole, type Row } from './demo/compare.js';
import { loadLegacyApp } from './demo/load-legacy-app.js';
import { copyApp, findingsIn } from './demo/migrated-app.js';
import { paint, printTable } from './demo/table.js';

const all = process.argv.includes('--all');

const app = loadLegacyApp();
const copyOf = (origins: unknown) =>
  // allowEIO3, so that clients of both generations can connect.
  startModern('4.8', { cors: { origin: origins as string | string[], credentials: true }, allowEIO3: true });

const source = readFileSync(new URL('legacy-app/server.cjs', import.meta.url), 'utf8');
console.log(paint.bold('A server written for Socket.IO v2 (examples/legacy-app/server.cjs):\n'));
console.log(`${/^ {2}origins: [\s\S]*?^ {2}\],/m.exec(source)?.[0]}\n`);

const copy = copyApp('legacy-app');
const rows: Row[] = [];
try {
  const warnings = findingsIn(copy.migrate('--keep-v2-clients', '--format', 'json').stdout);
  if (all)
    console.log(
      `npx socket.io-cors-compat migrate --keep-v2-clients\n\n${copy.migrate('--keep-v2-clients').stdout}`,
    );
  copy.migrate('--keep-v2-clients', '--write');
  rows.push(
    ...(await compare(
      {
        v2: await run(app.server, app.io.eio),
        copied: await copyOf(app.settings.origins),
        migrated: await copy.start(),
      },
      all ? [...FIRST_ATTEMPTS, ...MORE_ATTEMPTS] : FIRST_ATTEMPTS,
      warnings,
    )),
  );
  printTable(rows);
  console.log(
    paint.dim('\nunreadable: the server opens the session, and only the browser hides the response.'),
  );
  if (all) {
    console.log(paint.dim('sent, blocked: after a preflight, the browser sends the request, or does not.'));
    console.log(paint.dim('-: a v4 client cannot talk to a v2 server.'));
    printWarnings(warnings);
  }
} finally {
  copy.remove();
}

if (all) {
  const settings = { origins: 'http://localhost:3000 https://app.example.com:443' };
  const { options, warnings } = translateCors(settings as LegacyCorsSettings, { from: '2.5.1' });
  console.log(
    paint.bold(
      `\nThe same list as one string, translated by translateCors(): origins: '${settings.origins}'\n`,
    ),
  );
  const servers = {
    v2: await startLegacy('2.5', settings),
    copied: await copyOf(settings.origins),
    migrated: await startModern('4.8', { ...options, allowEIO3: true }),
  };
  const more = await compare(servers, STRING_ATTEMPTS, warnings);
  printTable(more);
  printWarnings(warnings);
  rows.push(...more);

  const other = copyApp('options-in-another-module');
  console.log(paint.bold('If the options are in another module, migrate leaves them for review\n'));
  console.log(other.migrate().stdout);
  other.remove();
}

const differences = rows.filter(({ warning }) => warning !== '');
const unexplained = differences.filter(({ warning }) => warning === undefined);
console.log(
  `\nOrigins copied into cors: ${rows.filter(isHole).length} holes. Migrated: ${rows.length - differences.length} of ${rows.length} requests are decided as on v2, ${differences.length - unexplained.length} differently with a warning, ${unexplained.length} differently without one.`,
);
if (!all) console.log(paint.dim('To see the diff, more requests and the warnings: npm run demo -- --all'));
process.exitCode = unexplained.length === 0 ? 0 : 1;

function printWarnings(warnings: readonly Warning[]): void {
  console.log();
  for (const { code, severity, effect, message, remedy } of warnings)
    console.log(
      `${paint.yellow(code)} (${severity}${effect === 'none' ? '' : `, ${effect}`})\n  ${message}\n  Fix: ${remedy}\n`,
    );
}

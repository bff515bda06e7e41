// Runs Stryker over the folders that decide about access: `npm run mutation`, `npm run mutation -- policy`, or a file
// alone, `npm run mutation -- legacy/parse.ts`. It comes by npx: the newest that runs on Node 20, beside the newest mocha
// that it takes, would only weigh on every clone.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PACKAGES = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/mocha-runner@9.6.1', 'mocha@11.7.5'];
const USAGE = `npm run mutation -- [TARGET]...

Runs Stryker, which npx fetches, over what decides about access, and prints which changes of the code no test noticed.

  TARGET  policy, legacy, or a file of theirs, as legacy/schema.ts (default: policy, legacy and legacy/schema.ts)

Ends with 1 where a score is below its floor in stryker.config.mjs. It takes minutes for each folder.
`;

const given = process.argv.slice(2);
if (given.includes('--help')) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const wrong = given.find((target) => !isTarget(target));
if (wrong !== undefined) {
  process.stderr.write(`No such target: ${wrong}. See: npm run mutation -- --help\n`);
  process.exit(2);
}

const targets = given.length > 0 ? given : ['policy', 'legacy', 'legacy/schema.ts'];

for (const target of targets) {
  const packages = PACKAGES.flatMap((name) => ['--package', name]);
  const { status } = spawnSync('npx', ['--yes', ...packages, 'stryker', 'run'], {
    stdio: 'inherit',
    env: { ...process.env, MUTATE: target },
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

function isTarget(target) {
  return (
    ['policy', 'legacy'].includes(target) ||
    (/^(?:policy|legacy)\/[\w/-]+\.ts$/.test(target) && existsSync(`src/${target}`))
  );
}

// Runs Stryker over the folders that decide about access: `npm run mutation`, `npm run mutation -- policy`, or a file
// alone, `npm run mutation -- legacy/parse.ts`. It comes by npx: the newest that runs on Node 20, beside the newest mocha
// that it takes, would only weigh on every clone.
import { spawnSync } from 'node:child_process';

const PACKAGES = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/mocha-runner@9.6.1', 'mocha@11.7.5'];
const given = process.argv.slice(2);
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

// Runs Stryker over the folders that decide about access: `npm run mutation`, or `npm run mutation -- policy`. It comes
// by npx: the newest that runs on Node 20, beside the newest mocha that it takes, would only weigh on every clone.
import { spawnSync } from 'node:child_process';

const PACKAGES = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/mocha-runner@9.6.1', 'mocha@11.7.5'];
const given = process.argv.slice(2);
const folders = given.length > 0 ? given : ['policy', 'legacy'];

for (const folder of folders) {
  const packages = PACKAGES.flatMap((name) => ['--package', name]);
  const { status } = spawnSync('npx', ['--yes', ...packages, 'stryker', 'run'], {
    stdio: 'inherit',
    env: { ...process.env, MUTATE: folder },
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

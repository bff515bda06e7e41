import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { migrateSource } from '../../src/codemod/index.js';
import { cli, sandbox } from '../codemod/cli.js';

const LEGACY = "const io = require('socket.io')(3000);\nio.origins('*:*');\n";
/** More than are done in one turn, so that a signal is heard between. */
const FILES = Object.fromEntries(Array.from({ length: 700 }, (_, index) => [`${index}.js`, LEGACY]));

/** Runs the command on a tree, and has it hear SIGTERM once it listens. */
async function stopped(...args: string[]) {
  const box = sandbox(FILES);
  try {
    const before = process.listeners('SIGTERM');
    const running = cli(box.path, 'migrate', '--from', '2.5.1', ...args, '.');
    let stop: NodeJS.SignalsListener | undefined;
    let isDone = false;
    running.finally(() => {
      isDone = true;
    });
    while (stop === undefined && !isDone) {
      await nextTurn();
      stop = process.listeners('SIGTERM').find((listener) => !before.includes(listener));
    }
    expect(stop, 'nobody listened').to.be.a('function');
    (stop as (signal: string) => void)('SIGTERM');
    const result = await running;
    expect(process.listeners('SIGTERM')).to.deep.equal(before);
    const names = Object.keys(FILES).filter((name) => existsSync(join(box.path, name)));
    const texts = new Set(names.map((name) => readFileSync(join(box.path, name), 'utf8')));
    return { ...result, files: names.length, texts };
  } finally {
    box.remove();
  }
}

describe('migrate, stopped by a signal', () => {
  it('says that nothing was written', async () => {
    const { code, stderr, texts } = await stopped('--format', 'json');
    expect(code).to.equal(143);
    expect(stderr).to.equal('Stopped by SIGTERM. Nothing was written.\n');
    expect([...texts]).to.deep.equal([LEGACY]);
  });

  it('says how to go on, and leaves each file as it was or whole', async () => {
    const { code, stderr, files, texts } = await stopped('--write', '--format', 'json');
    expect(code).to.equal(143);
    expect(stderr).to.match(/^Stopped by SIGTERM\. Each file is either as it was or migrated as a whole\./);
    expect(files).to.equal(700);
    const { code: migrated } = migrateSource(LEGACY, { filename: '0.js', from: '2.5.1' });
    expect([LEGACY, migrated]).to.include.members([...texts]);
  });
});

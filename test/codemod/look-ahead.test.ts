import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { rolldown } from 'rolldown';
import { LookAhead } from '../../src/codemod/files/look-ahead.js';
import { cli, type Sandbox, sandbox } from './cli.js';

const WORTH_IT = "require('socket.io')(3000, { origins: 'https://example.com:443' });\n";
const DULL = 'exports.answer = 42;\n';

describe('LookAhead', () => {
  let box: Sandbox;
  beforeEach(() => {
    box = sandbox();
  });
  afterEach(() => box.remove());

  // A thread does not run TypeScript here, so it is looked at as it is built.
  for (const [format, file, define] of [
    ['es', 'look-ahead.mjs', {}],
    ['cjs', 'look-ahead.cjs', { 'import.meta.url': '__filename' }],
  ] as const) {
    it(`comes to know, beside whoever asks, which files hold nothing of interest (${format})`, async function () {
      this.timeout(60_000);
      const bundle = await rolldown({
        input: fileURLToPath(new URL('../../src/codemod/files/look-ahead.ts', import.meta.url)),
        platform: 'node',
        external: [/^node:/],
        transform: { define },
      });
      await bundle.write({ dir: box.path, format, entryFileNames: file });
      await bundle.close();
      const built: { LookAhead: typeof LookAhead } = await import(join(box.path, file));
      const names = Array.from({ length: 400 }, (_, index) => `${index}.js`);
      box.write(Object.fromEntries(names.map((name, index) => [name, index % 2 === 0 ? DULL : WORTH_IT])));
      const paths = names.map((name) => join(box.path, name));
      const ahead = new built.LookAhead();
      ahead.begin(paths);
      const known: number[] = [];
      for (const [index, path] of paths.entries()) {
        if (known.length === 0) await wait(50);
        if (ahead.has(path)) known.push(index);
      }
      expect(known).to.not.have.length(0);
      expect(known.filter((index) => index % 2 === 1)).to.deep.equal([]);
    });
  }

  it('knows nothing of files that are not there, nor of any that it was not given', () => {
    const ahead = new LookAhead();
    ahead.begin([join(box.path, 'gone.js')]);
    expect(ahead.has(join(box.path, 'gone.js'))).to.equal(false);
    expect(ahead.has(join(box.path, 'other.js'))).to.equal(false);
  });

  it('changes nothing of what the command finds in a large tree outside of git', async function () {
    this.timeout(60_000);
    const dull = Array.from({ length: 2100 }, (_, index) => [`${index % 30}/${index}.js`, DULL]);
    const worthIt = ['0/a.js', '15/b.js', '29/z.js'];
    box.write(Object.fromEntries([...dull, ...worthIt.map((name) => [name, WORTH_IT])]));
    const run = () => cli(box.path, 'migrate', '--format', 'json', '.');
    const { stdout } = await run();
    const { files, summary } = JSON.parse(stdout);
    expect(files.map(({ path }: { path: string }) => path)).to.have.members(worthIt);
    expect(summary).to.include({ scanned: 2103, changed: 3, failed: 0 });
    box.git('init', '-q');
    box.git('add', '.');
    expect(JSON.parse((await run()).stdout).summary).to.deep.equal(summary);
  });
});

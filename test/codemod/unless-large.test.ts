import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { unlessLarge } from '../../src/codemod/project/unless-large.js';
import { cli, type Sandbox, sandbox } from './cli.js';

const WORTH_IT = "require('socket.io')(3000, { origins: 'https://example.com:443' });\n";

describe('unlessLarge', () => {
  let box: Sandbox;
  const path = process.env.PATH;
  beforeEach(() => {
    box = sandbox({ 'a.js': WORTH_IT, 'video.ts': '' });
  });
  afterEach(() => {
    process.env.PATH = path;
    box.remove();
  });

  /** A search that ends when it is told to. */
  const endless = ({ signal }: AbortController) =>
    new Promise<string>((resolve) => {
      signal.addEventListener('abort', () => resolve('something'));
    });

  it('stops a search that comes to a large file', async () => {
    truncateSync(join(box.path, 'video.ts'), 2 ** 33);
    const stop = new AbortController();
    const found = await unlessLarge(endless(stop), stop, box.path, ['a.js', 'gone.js', 'video.ts'], 0);
    expect(found).to.equal(undefined);
    expect(stop.signal.aborted).to.equal(true);
  });

  it('gives what is found where there is none', async () => {
    const stop = new AbortController();
    let end = (_: string): void => undefined;
    const search = new Promise<string>((resolve) => {
      end = resolve;
    });
    function* names() {
      for (let count = 0; count < 500; count++) yield 'a.js';
      end('something');
    }
    expect(await unlessLarge(search, stop, box.path, names(), 0)).to.equal('something');
    expect(stop.signal.aborted).to.equal(false);
  });

  it('looks at no file where the search is over before', async () => {
    const asked: string[] = [];
    function* names() {
      asked.push('a.js');
      yield 'a.js';
    }
    const stop = new AbortController();
    expect(await unlessLarge(Promise.resolve('something'), stop, box.path, names(), 0)).to.equal('something');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(asked).to.deep.equal([]);
  });

  for (const where of ['outside of repositories', 'in one'])
    it(`has the command read for itself where git would not come to an end, ${where}`, async function () {
      this.timeout(20_000);
      // Other systems have other programs.
      if (process.platform === 'win32') this.skip();
      if (where === 'in one') {
        box.git('init', '-q');
        box.git('add', '.');
      }
      truncateSync(join(box.path, 'video.ts'), 2 ** 33);
      const folder = join(box.path, 'node_modules/.bin');
      mkdirSync(folder, { recursive: true });
      const program = `#!/bin/sh\ncase "$*" in *" grep "*) exec sleep 60;; esac\nPATH='${path}' exec git "$@"\n`;
      writeFileSync(join(folder, 'git'), program, { mode: 0o755 });
      process.env.PATH = `${folder}${delimiter}${path}`;
      const { stdout } = await cli(box.path, 'migrate', '--format', 'json');
      const { files, summary } = JSON.parse(stdout);
      expect(files.map((file: { path: string }) => file.path)).to.deep.equal(['a.js']);
      expect(summary).to.include({ scanned: 2, changed: 1, failed: 0 });
    });
});

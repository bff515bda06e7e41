import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';

const ROOT = new URL('../../../', import.meta.url);
const SERVER = new URL('src/server/index.ts', ROOT).href;
const TSX = pathToFileURL(fileURLToPath(new URL('node_modules/tsx/dist/loader.mjs', ROOT))).href;

interface Answer {
  readonly status: number;
  readonly etag: string | null;
  readonly type: string | null;
  /** A hash: the script is long. */
  readonly text: string;
}

describe("the client's script", function () {
  this.timeout(20_000);
  let app: string;
  beforeEach(() => {
    app = mkdtempSync(join(tmpdir(), 'client-script-'));
    mkdirSync(join(app, 'node_modules'));
  });
  afterEach(() => rmSync(app, { recursive: true }));

  /** What an app answers to requests, and the warnings about the script. */
  function answers(paths: readonly string[], options = '{}', headers = {}) {
    const program = `
      import { createHash } from 'node:crypto';
      import { createServer } from 'node:http';
      import { Server } from ${JSON.stringify(SERVER)};
      const codes = [];
      const httpServer = createServer();
      const corsCompat = { onWarning: ({ code }) => codes.push(code) };
      Server(httpServer, { ...${options}, corsCompat });
      await new Promise((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
      const answers = [];
      for (const path of ${JSON.stringify(paths)}) {
        const url = 'http://127.0.0.1:' + httpServer.address().port + path;
        const response = await fetch(url, { headers: ${JSON.stringify(headers)} });
        const { status, headers } = response;
        answers.push({ status, etag: headers.get('etag'), type: headers.get('content-type'), text: createHash('sha1').update(await response.text()).digest('hex') });
      }
      console.log(JSON.stringify({ answers, told: codes.filter((code) => code === 'SERVED_CLIENT_IS_V4').length }));
      process.exit();
    `;
    const stdout = execFileSync(
      process.execPath,
      ['--import', TSX, '--input-type=module', '--eval', program],
      {
        cwd: app,
        encoding: 'utf8',
      },
    );
    return JSON.parse(stdout) as { answers: Answer[]; told: number };
  }

  const install = (name: string) =>
    symlinkSync(
      fileURLToPath(new URL(`node_modules/${name}`, ROOT)),
      join(app, 'node_modules/socket.io-client'),
    );
  const hashOf = (file: string) =>
    createHash('sha1')
      .update(readFileSync(new URL(`node_modules/${file}`, ROOT)))
      .digest('hex');

  it("is that of v2 if the app has v2's client, with its map", () => {
    install('socket.io-client-2');
    const { answers: found, told } = answers(['/socket.io/socket.io.js?x', '/socket.io/socket.io.js.map']);
    expect(found).to.deep.equal([
      {
        status: 200,
        etag: '"2.5.0"',
        type: 'application/javascript',
        text: hashOf('socket.io-client-2/dist/socket.io.js'),
      },
      {
        status: 200,
        etag: '"2.5.0"',
        type: 'application/json',
        text: hashOf('socket.io-client-2/dist/socket.io.js.map'),
      },
    ]);
    expect(told).to.equal(0);
  });

  it('is not sent again to a browser that has it', () => {
    install('socket.io-client-2');
    const { answers: found } = answers(['/socket.io/socket.io.js'], '{}', { 'If-None-Match': '"2.5.0"' });
    expect(found[0]?.status).to.equal(304);
  });

  for (const [desc, name] of [
    ['has none', undefined],
    ["has v4's", 'socket.io-client'],
  ] as const) {
    it(`is that of v4 if the app ${desc}, with one warning`, () => {
      if (name !== undefined) install(name);
      const { answers: found, told } = answers(['/socket.io/socket.io.js', '/socket.io/socket.io.js']);
      const script = hashOf('socket.io/client-dist/socket.io.js');
      expect(found.map(({ text }) => text)).to.deep.equal([script, script]);
      expect(told).to.equal(1);
    });
  }

  it('is not served with serveClient: false', () => {
    install('socket.io-client-2');
    const { answers: found, told } = answers(['/socket.io/socket.io.js'], '{ serveClient: false }');
    expect([found[0]?.status, told]).to.deep.equal([400, 0]);
  });
});

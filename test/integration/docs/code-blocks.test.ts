import { createServer, type Server as HttpServer } from 'node:http';
import { compileFunction } from 'node:vm';
import { expect } from 'chai';
import { ESLint } from 'eslint';
import { parseDocument } from 'yaml';
import { migrateSource } from '../../../src/codemod/index.js';
import plugin from '../../../src/eslint/index.js';
import { translateCors } from '../../../src/index.js';
import {
  type ObservableServer,
  type Observation,
  type ObserveOptions,
  observe,
} from '../../../src/observe/index.js';
import { type CompatServerOptions, Server as DropIn } from '../../../src/server/index.js';
import { cli, sandbox } from '../../cli/sandbox.js';
import { type Fence, readFences } from '../../docs/read-fences.js';
import { ask } from '../parity/ask.js';
import { type Engine, loadLegacy, loadModern } from '../parity/releases.js';
import { run } from '../parity/servers.js';

const DOCUMENTS = ['README.md', 'MIGRATION.md', 'CONTRIBUTING.md', 'docs/verification.md'];
const FENCES = DOCUMENTS.flatMap(readFences);
const fencesIn = (language: string, document?: string) =>
  FENCES.filter((fence) => fence.language === language && (document ?? fence.document) === fence.document);
const titleOf = ({ document, line }: Fence) => `${document}, line ${line}`;

const MODULES: Readonly<Record<string, unknown>> = {
  'socket.io': loadModern('4.8'),
  'socket.io-cors-compat': { translateCors },
  'socket.io-cors-compat/codemod': { migrateSource },
  'socket.io-cors-compat/server': (httpServer: HttpServer, options: CompatServerOptions) =>
    DropIn(httpServer, { ...options, corsCompat: { onWarning: () => {} } }),
};

describe('the code blocks of the documents', function () {
  this.timeout(60_000);

  it('are in languages that a test reads', () => {
    // test/docs/guide.test.ts runs the js of MIGRATION.md.
    expect([...new Set(FENCES.map(({ language }) => language))].sort()).to.deep.equal([
      'javascript',
      'js',
      'mjs',
      'nginx',
      'sh',
      'yaml',
    ]);
  });

  for (const fence of fencesIn('js', 'README.md')) {
    if (!fence.code.includes('httpServer')) continue;
    it(`let the listed page in and no other: ${titleOf(fence)}`, async () => {
      const httpServer = createServer();
      const io = compileFunction(`${fence.code}; return io;`, ['require', 'httpServer', 'console'])(
        (name: string) => MODULES[name],
        httpServer,
        { warn: () => {} },
      ) as { engine: Engine };
      const server = await run(httpServer, io.engine);
      try {
        for (const kind of ['polling', 'websocket'] as const) {
          const asked = async (origin?: string) =>
            (await ask(server, { kind, eio: 4, ...(origin === undefined ? {} : { origin }) })).admitted;
          expect(await asked('https://example.com'), kind).to.be.true;
          expect(await asked('https://evil.example'), kind).to.be.false;
          expect(await asked(), kind).to.be.false;
        }
      } finally {
        await server.close();
      }
    });
  }

  for (const fence of fencesIn('javascript')) {
    it(`observe a v2 server: ${titleOf(fence)}`, async () => {
      const httpServer = createServer();
      const io = new (loadLegacy('2.5'))(httpServer, {
        origins: ['https://example.com:443'],
        serveClient: false,
      });
      const observations: Observation[] = [];
      const observed = (server: ObservableServer, { file: _, ...options }: ObserveOptions) =>
        observations.push(observe(server, options));
      compileFunction(fence.code, ['require', 'io'])(() => ({ observe: observed }), io);
      const server = await run(httpServer, io.eio);
      try {
        await ask(server, { kind: 'websocket', eio: 3, origin: 'https://example.com' });
        expect(observations[0]?.stop()).to.include({
          handshakes: 1,
          differences: 0,
          candidateDifferences: 0,
        });
      } finally {
        await server.close();
      }
    });
  }

  it('migrate a source', () => {
    const [fence] = fencesIn('js', 'README.md').filter(({ code }) => code.includes('migrateSource'));
    const { code, findings } = compileFunction(`${fence?.code}; return { code, findings };`, ['require'])(
      (name: string) => MODULES[name],
    ) as { code: string; findings: unknown[] };
    expect(code).to.include('allowRequest');
    expect(findings).to.not.be.empty;
  });

  for (const fence of fencesIn('mjs')) {
    it(`configure ESLint: ${titleOf(fence)}`, async () => {
      const [, expression] =
        /^import socketIoCors from 'socket\.io-cors-compat\/eslint';\s+export default ([\s\S]+);\s*$/.exec(
          fence.code,
        ) ?? [];
      const overrideConfig = compileFunction(`return ${expression};`, ['socketIoCors'])(plugin);
      const eslint = new ESLint({ overrideConfigFile: true, overrideConfig });
      const [seen] = await eslint.lintText("require('socket.io')(server, { origins: '*:*' });");
      expect(seen?.messages.map(({ ruleId }) => ruleId)).to.include('socketio-cors/no-legacy-cors');
    });
  }

  describe('that call the command use options that it has', () => {
    const calls = fencesIn('sh').flatMap((fence) =>
      [...fence.code.matchAll(/^npx (?:--yes )?socket\.io-cors-compat ([a-z]+)(.*?)(?: #.*)?$/gm)].map(
        ([, command = '', rest = '']) => ({ fence, command, options: rest.match(/--[a-z\d-]+/g) ?? [] }),
      ),
    );
    it('there are some', () => expect(calls).to.have.length.above(8));
    for (const { fence, command, options } of calls) {
      it(`${[command, ...options].join(' ')} (${titleOf(fence)})`, async () => {
        const { code, stdout } = await cli(process.cwd(), command, '--help');
        expect(code).to.equal(0);
        for (const option of options) expect(stdout).to.include(option);
      });
    }
  });

  describe('that run in CI', () => {
    interface Step {
      run?: string;
      uses?: string;
      with?: Record<string, string>;
    }
    const [{ code: text = '' } = {}] = fencesIn('yaml');
    const document = parseDocument(text);
    const { steps } = (document.toJS() as { jobs: { origins: { steps: Step[] } } }).jobs.origins;
    const [, command = '', output] =
      /socket\.io-cors-compat (.+) > (\S+)$/.exec(steps.find((step) => step.run)?.run ?? '') ?? [];

    it('are YAML, and upload the file that they write', () => {
      expect([...document.errors, ...document.warnings]).to.be.empty;
      const upload = steps.find(({ uses }) => uses?.includes('upload-sarif'));
      expect(upload?.with?.sarif_file).to.equal(output);
    });

    const LEGACY = "const io = require('socket.io')(server, { origins: ['https://example.com:443'] });\n";
    for (const { what, source, exit, results } of [
      { what: 'nothing', source: 'export const port = 3000;\n', exit: 0, results: false },
      { what: 'changes to make', source: LEGACY, exit: 1, results: true },
      { what: 'a place for review', source: "io.origins('*:*');\n", exit: 2, results: true },
      { what: 'a file that does not parse', source: `${LEGACY}}}`, exit: 3, results: false },
    ]) {
      it(`exit with ${exit} for ${what}`, async () => {
        const box = sandbox({
          'package.json': '{ "dependencies": { "socket.io": "^4.8.4" } }\n',
          'src/server.js': source,
        });
        try {
          const { code, stdout } = await cli(box.path, ...command.split(' '));
          expect(code).to.equal(exit);
          const { version, runs } = JSON.parse(stdout) as { version: string; runs: { results: unknown[] }[] };
          expect(version).to.equal('2.1.0');
          expect((runs[0]?.results.length ?? 0) > 0).to.equal(results);
        } finally {
          box.remove();
        }
      });
    }
  });
});

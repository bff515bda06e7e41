import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { expect } from 'chai';
import { ESLint } from 'eslint';
import { Server as ModernServer } from 'socket.io';
import { parseDocument } from 'yaml';
import { migrateSource } from '../src/codemod/index.js';
import { migratePackageJson } from '../src/codemod/project/package-json.js';
import plugin from '../src/eslint/index.js';
import { translateCors } from '../src/index.js';
import { type CompatServerOptions, Server as DropIn } from '../src/server/index.js';
import { cli, sandbox } from './codemod/cli.js';
import { type Fence, readFences } from './docs/read-fences.js';
import { ask } from './parity/ask.js';
import type { Engine } from './parity/releases.js';
import { run } from './parity/servers.js';

const require = createRequire(import.meta.url);
const TSC = join(import.meta.dirname, '../node_modules/typescript/bin/tsc');

const FENCES = ['README.md', 'MIGRATION.md'].flatMap(readFences);
const fencesIn = (language: string, document?: string) =>
  FENCES.filter((fence) => fence.language === language && (document ?? fence.document) === fence.document);
const titleOf = ({ document, line }: Fence) => `${document}, line ${line}`;

/** The drop-in server, which says its warnings once per process: not here. */
const quietDropIn = (httpServer: HttpServer, options: CompatServerOptions) =>
  DropIn(httpServer, { ...options, corsCompat: { ...options.corsCompat, onWarning: () => {} } });

/** What README's programs may require of ours. */
const OURS: Readonly<Record<string, unknown>> = {
  'socket.io-cors-compat': { translateCors },
  'socket.io-cors-compat/codemod': { migrateSource },
  'socket.io-cors-compat/server': quietDropIn,
};

/** What the sketches don't declare themselves. */
const AMBIENT = `
declare const httpServer: import('node:http').Server;
declare const io: typeof import('socket.io-client').io;
declare const Server: typeof import('socket.io').Server;
declare class WebSocketServer { constructor(options: { server: import('node:http').Server; path?: string }); }
`;

/** What TypeScript says of programs; server and page are two. */
function typeErrorsOf(fences: readonly Fence[]): string {
  // Below the repository, so that the packages are found.
  const folder = mkdtempSync(join(import.meta.dirname, '../node_modules/.guide-'));
  try {
    writeFileSync(join(folder, 'ambient.d.ts'), AMBIENT);
    const programs = fences.flatMap(({ code, line }) =>
      code.split('// and in the page\n').map((part, index) => ({ name: `line-${line}-${index}.cjs`, part })),
    );
    for (const { name, part } of programs)
      writeFileSync(join(folder, name), `${part}\nmodule.exports = {};\n`);
    const options =
      '--ignoreConfig --noEmit --allowJs --checkJs --strict --skipLibCheck --target es2022 --module nodenext --types node';
    return spawnSync(
      process.execPath,
      [TSC, ...options.split(' '), 'ambient.d.ts', ...programs.map(({ name }) => name)],
      { cwd: folder, encoding: 'utf8' },
    ).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the code blocks of the documents', function () {
  this.timeout(60_000);

  it('are in languages that a test reads', () => {
    // js of MIGRATION.md: migration-guide.test.ts and its like. text is generated: readme.test.ts.
    expect([...new Set(FENCES.map(({ language }) => language))].sort()).to.deep.equal([
      'javascript',
      'js',
      'json',
      'mjs',
      'nginx',
      'sh',
      'text',
      'yaml',
    ]);
  });

  describe('that show a server, in README, let the listed page in and nobody else', () => {
    const servers = fencesIn('js', 'README.md').filter(({ code }) => code.includes('httpServer'));
    const [before, ...after] = servers as [Fence, ...Fence[]];
    it('there are some', () => expect(after).to.have.length(3));

    for (const fence of servers) {
      const isLegacy = fence === before;
      it(titleOf(fence), async () => {
        const httpServer = createServer();
        const warn = console.warn;
        console.warn = () => {};
        try {
          const io = compileFunction(`${fence.code}; return io;`, ['require', 'httpServer'])(
            (name: string) => {
              if (name === 'socket.io') return require(isLegacy ? 'socket.io-2.5' : 'socket.io');
              return OURS[name];
            },
            httpServer,
          ) as { engine: Engine; eio: Engine };
          const server = await run(httpServer, isLegacy ? io.eio : io.engine);
          const eio = isLegacy ? 3 : 4;
          try {
            for (const kind of ['polling', 'websocket'] as const) {
              const asked = async (origin?: string) =>
                (await ask(server, { kind, eio, ...(origin === undefined ? {} : { origin }) })).admitted;
              expect(await asked('https://example.com'), kind).to.be.true;
              expect(await asked('https://evil.example'), kind).to.be.false;
              expect(await asked(), kind).to.be.false;
            }
          } finally {
            await server.close();
          }
        } finally {
          console.warn = warn;
        }
      });
    }
  });

  it('that migrate a source, in README, do', () => {
    const [fence, ...others] = fencesIn('js', 'README.md').filter(({ code }) => !code.includes('httpServer'));
    expect(others).to.be.empty;
    const done = compileFunction(`${fence?.code}; return { code, findings };`, ['require'])(
      (name: string) => OURS[name],
    ) as { code: string; findings: unknown[] };
    expect(done.code).to.include('allowRequest');
    expect(done.findings).to.not.be.empty;
  });

  for (const fence of fencesIn('mjs')) {
    it(`that configure ESLint work: ${titleOf(fence)}`, async () => {
      const [, expression] =
        /^import socketIoCors from 'socket\.io-cors-compat\/eslint';\s+export default ([\s\S]+);\s*$/.exec(
          fence.code,
        ) ?? [];
      const overrideConfig = compileFunction(`return ${expression};`, ['socketIoCors'])(plugin);
      const eslint = new ESLint({ overrideConfigFile: true, overrideConfig });
      const [seen] = await eslint.lintText("require('socket.io')(server, { origins: '*:*' });");
      expect(seen?.messages.map(({ messageId }) => messageId)).to.include('ALLOW_ALL_EXPLICIT');
    });
  }

  describe('that only show a line or two', () => {
    const [redis, ...sketches] = fencesIn('javascript') as [Fence, ...Fence[]];

    it('read origins from Redis and give them to the server', async () => {
      const client = {
        duplicate: () => client,
        connect: async () => {},
        sMembers: async () => ['https://example.com:443'],
      };
      const modules: Readonly<Record<string, unknown>> = {
        redis: { createClient: () => client },
        '@socket.io/redis-adapter': { createAdapter: () => require('socket.io-adapter').Adapter },
        'socket.io-cors-compat/server': quietDropIn,
      };
      const start = compileFunction(`return (async () => { ${redis.code}; return io; })();`, [
        'require',
        'httpServer',
      ]);
      const io = (await start((name: string) => modules[name], createServer())) as InstanceType<
        typeof DropIn
      >;
      expect(io).to.be.instanceOf(ModernServer);
      expect(io.origins()).to.deep.equal(['https://example.com:443']);
      io.engine.close();
    });

    it("fit the packages' types", () => {
      expect(typeErrorsOf(sketches)).to.equal('');
      const wrong = { document: '', language: 'javascript', line: 0, code: 'new Server({ cors: 3 });' };
      expect(typeErrorsOf([wrong])).to.include('error');
    });
  });

  // There is no parser of nginx's language here, so that names and values are read by people only.
  for (const fence of fencesIn('nginx')) {
    it(`that configure nginx end their directives and close their blocks: ${titleOf(fence)}`, () => {
      const lines = fence.code.split('\n').map((line) => line.replace(/(?:^|\s)#.*$/, '').trim());
      for (const line of lines)
        expect(line).to.match(/^$|^\}$|^[a-z_]+(?: [^;{}]+)?(?:;| \{| \{ [^{}]+; \})$/);
      expect(fence.code.split('{')).to.have.length(fence.code.split('}').length);
    });
  }

  it('that show a package.json are what becomes of one', () => {
    const [companion, companionAfter, pin, pinAfter, types, typesAfter, release, releaseAfter, ...others] =
      fencesIn('json').map(({ code }) => code);
    expect(others).to.be.empty;
    const upgraded = (code = '') => migratePackageJson(code, { to: '4.8.4', keepV2Clients: false });
    expect(upgraded(types).findings.map(({ code }) => code)).to.include('PACKAGE_JSON_TYPES_REMOVED');
    expect(upgraded(release).findings.map(({ code }) => code)).to.include('PACKAGE_JSON_UPGRADED');
    expect(upgraded(companion).findings.map(({ code }) => code)).to.include(
      'PACKAGE_JSON_COMPANION_IS_FOR_V2',
    );
    expect(upgraded(pin).findings.map(({ code }) => code)).to.include('PACKAGE_JSON_PINS_V2');
    // What a person does is not what the codemod does, and leaves it nothing to say.
    for (const after of [companionAfter, pinAfter]) expect(upgraded(after).findings).to.deep.equal([]);
    expect(upgraded(types).code).to.equal(typesAfter);
    expect(upgraded(release).code).to.equal(releaseAfter);
  });

  describe('that call the command say what it understands', () => {
    const calls = fencesIn('sh').flatMap((fence) =>
      fence.code
        .split('\n')
        .map(
          (text) =>
            / *(?:npx (?:--yes )?--package socket\.io-cors-compat )?socketio-cors (.+?)(?: +#.*)?$/.exec(
              text,
            )?.[1],
        )
        .filter((args) => args !== undefined)
        .map((args) => ({ fence, args: args.split(' ') })),
    );
    it('there are some', () => expect(calls).to.have.length.above(8));
    for (const { fence, args } of calls) {
      it(`${args.join(' ')} (${titleOf(fence)})`, async () => {
        const { code, stdout } = await cli(process.cwd(), ...args, '--help');
        expect({ code, stdout }).to.deep.include({ code: 0 });
        expect(stdout).to.include(`socketio-cors ${args[0]}`);
      });
    }
  });

  describe('that run in a pipeline', () => {
    interface Step {
      run?: string;
      uses?: string;
      with?: Record<string, string>;
    }
    const [{ code: text = '' } = {}] = fencesIn('yaml');
    const document = parseDocument(text);
    const steps = (document.toJS() as { jobs: { origins: { steps: Step[] } } }).jobs.origins.steps;
    const [, command = '', output] =
      /--package socket\.io-cors-compat socketio-cors (.+) > (\S+)$/.exec(
        steps.find((step) => step.run)?.run ?? '',
      ) ?? [];

    it('are YAML, and hand on the file that they write', () => {
      expect(document.errors).to.be.empty;
      expect(document.warnings).to.be.empty;
      const upload = steps.find(({ uses }) => uses?.includes('upload-sarif'));
      expect(upload?.with?.sarif_file).to.equal(output);
    });

    const LEGACY = "const io = require('socket.io')(server, { origins: ['https://example.com:443'] });\n";
    const MANIFEST = '{ "dependencies": { "socket.io": "^4.8.4" } }\n';
    for (const { what, source, exit, results } of [
      { what: 'nothing', source: 'export const port = 3000;\n', exit: 0, results: false },
      { what: 'what migrate would change', source: LEGACY, exit: 1, results: true },
      { what: 'what takes a person', source: "io.origins('*:*');\n", exit: 2, results: true },
      { what: 'a file that does not parse', source: `${LEGACY}}}`, exit: 3, results: false },
    ]) {
      it(`exit with ${exit} where they find ${what}`, async () => {
        const box = sandbox({ 'package.json': MANIFEST, 'src/server.js': source });
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

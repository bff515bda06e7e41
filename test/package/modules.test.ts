import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { build as esbuild } from 'esbuild';
import { rolldown } from 'rolldown';
import { build as vite } from 'vite';
import { installInProject, type PackedProject } from './packed.js';

/** All that each entry exports; what `require` gives has it too, as names or as members. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  '.': ['LegacySettingsError', 'translateCors'],
  './server': ['LegacySettingsError', 'Namespace', 'Server', 'Socket', 'default'],
  './observe': ['LegacySettingsError', 'ObserveFileError', 'observe'],
  './codemod': ['migrateSource'],
  './doctor': ['ProbeOptionsError', 'diagnose', 'probe', 'runCompare', 'runDoctor'],
  './eslint': ['default'],
};

/** A program over both runtime entries, and what it prints. */
const PROGRAM = `
import { LegacySettingsError, translateCors } from 'socket.io-cors-compat';
import io, { Server, Socket, LegacySettingsError as OfServer } from 'socket.io-cors-compat/server';
import * as v4 from 'socket.io';
const { options } = translateCors({ origins: ['https://example.com:443'], handlePreflightRequest: (req, res) => res.end() });
console.log(typeof options.allowRequest, io === Server, Socket === v4.Socket, OfServer === LegacySettingsError);
try { io({ origins: 3 }); } catch (error) { console.log(error instanceof LegacySettingsError, error.name); }
`;
const PRINTED = 'function true true true\ntrue LegacySettingsError\n';

/** The `require` that CommonJS code needs in an ES module, and esbuild does not provide. */
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

describe('the ES modules, which re-export the CommonJS ones', function () {
  this.timeout(240_000);
  let project: PackedProject;
  let exports: Readonly<Record<string, { readonly import: Readonly<Record<string, string>> }>>;
  before(() => {
    project = installInProject('socket.io@4.8.4', 'socket.io-4.0@npm:socket.io@4.0.2', 'webpack@5');
    exports = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')).exports;
  });
  after(() => project?.remove());

  const packageFolder = () => join(project.folder, 'node_modules/socket.io-cors-compat');

  it('are tested for each entry', () => {
    expect(Object.keys(exports)).to.deep.equal([...Object.keys(NAMES), './package.json']);
  });

  for (const [entry, names] of Object.entries(NAMES)) {
    for (const form of ['module', 'default']) {
      it(`${entry} has the same names under "${form}"`, () => {
        const target = exports[entry]?.import[form] as string;
        const url = pathToFileURL(join(packageFolder(), target));
        const script = `import('${url}').then((module) => console.log(JSON.stringify(Object.keys(module))))`;
        expect(JSON.parse(project.run(['-e', script]))).to.deep.equal(names);
      });
    }
  }

  it('are not loaded by require() under the condition browser, as in Jest with jsdom', () => {
    const resolved = project.run(['-C', 'browser', '-p', "require.resolve('socket.io-cors-compat/codemod')"]);
    expect(resolved.trim()).to.match(/dist\/cjs\/codemod\/index\.js$/);
    const script = "console.log(import.meta.resolve('socket.io-cors-compat/codemod'))";
    const imported = project.run(['-C', 'browser', '--input-type=module', '-e', script]);
    expect(imported.trim()).to.match(/dist\/browser\/codemod\.js$/);
  });

  it('leave one LegacySettingsError, however it is loaded', () => {
    const script = `
      import { createRequire } from 'node:module';
      import { LegacySettingsError, translateCors } from 'socket.io-cors-compat';
      import { LegacySettingsError as ofServer } from 'socket.io-cors-compat/server';
      const required = createRequire(import.meta.url)('socket.io-cors-compat');
      const server = createRequire(import.meta.url)('socket.io-cors-compat/server');
      const { LegacySettingsError: bundled } = await import('${pathToFileURL(join(packageFolder(), 'dist/esm/index.js'))}');
      const thrownBy = (call) => { try { call(); } catch (error) { return error instanceof LegacySettingsError; } };
      console.log(required.LegacySettingsError === LegacySettingsError, ofServer === LegacySettingsError,
        bundled === LegacySettingsError, required.translateCors === translateCors,
        thrownBy(() => server({ origins: 3 })), thrownBy(() => required.translateCors({ origins: 3 })));`;
    expect(project.run(['--input-type=module', '-e', script])).to.equal('true true true true true true\n');
  });

  describe('in a bundle', () => {
    const source = () => join(project.folder, 'program.mjs');
    before(() => writeFileSync(source(), PROGRAM));

    /** Runs a bundle while this package is not to be found. */
    const run = (name: string, code: string) => {
      const file = join(project.folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, code);
      const elsewhere = join(project.folder, 'elsewhere');
      renameSync(packageFolder(), elsewhere);
      try {
        const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
        expect(stdout, stderr).to.equal(PRINTED);
      } finally {
        renameSync(elsewhere, packageFolder());
      }
    };

    for (const format of ['cjs', 'esm'] as const) {
      it(`of esbuild, as ${format}`, async () => {
        const { outputFiles, warnings } = await esbuild({
          ...{ entryPoints: [source()], bundle: true, write: false, format },
          ...{ platform: 'node', external: ['socket.io'] },
          ...(format === 'esm' ? { banner: { js: REQUIRE } } : {}),
        });
        expect(warnings).to.deep.equal([]);
        run(`esbuild.${format === 'esm' ? 'mjs' : 'cjs'}`, outputFiles[0]?.text as string);
      });

      // With any condition of the user's, esbuild leaves "module" out.
      it(`of esbuild, as ${format}, with conditions of the user’s own`, async () => {
        const { outputFiles, warnings } = await esbuild({
          ...{ entryPoints: [source()], bundle: true, write: false, format },
          ...{ platform: 'node', external: ['socket.io'], conditions: ['development'] },
          ...(format === 'esm' ? { banner: { js: REQUIRE } } : {}),
        });
        expect(warnings).to.deep.equal([]);
        run(`conditions.${format === 'esm' ? 'mjs' : 'cjs'}`, outputFiles[0]?.text as string);
      });

      it(`of rolldown, as ${format}`, async () => {
        const external = ['socket.io'];
        const bundle = await rolldown({ input: source(), platform: 'node', external, logLevel: 'silent' });
        const { output } = await bundle.generate({ format });
        await bundle.close();
        run(`rolldown.${format === 'esm' ? 'mjs' : 'cjs'}`, output[0].code);
      });
    }

    it('finds the socket.io beside it, as an ES module too', async () => {
      const folder = join(project.folder, 'beside');
      mkdirSync(join(folder, 'node_modules'), { recursive: true });
      symlinkSync(join(project.folder, 'node_modules/socket.io-4.0'), join(folder, 'node_modules/socket.io'));
      const program = `import { translateCors } from 'socket.io-cors-compat';
        const { warnings } = translateCors({ origins: ['https://example.com:443'] });
        console.log(warnings.find(({ code }) => code === 'LEGACY_CLIENTS_NEED_ALLOW_EIO3').message);`;
      for (const [format, banner] of [
        ['cjs', {}],
        ['esm', { js: REQUIRE }],
      ] as const) {
        const outfile = join(folder, `beside.${format === 'esm' ? 'mjs' : 'cjs'}`);
        await esbuild({
          ...{
            stdin: { contents: program, resolveDir: project.folder },
            bundle: true,
            outfile,
            format,
            banner,
          },
          platform: 'node',
        });
        expect(project.run([outfile]), format).to.match(/Socket\.IO 4\.0\.2/);
      }
    });

    it('of Vite, for a server', async () => {
      const outDir = join(project.folder, 'vite');
      await vite({
        ...{ root: project.folder, configFile: false, logLevel: 'silent' },
        ssr: { noExternal: true, external: ['socket.io'] },
        build: { ssr: source(), outDir, rolldownOptions: { output: { entryFileNames: 'vite.mjs' } } },
      });
      run('vite/run.mjs', readFileSync(join(outDir, 'vite.mjs'), 'utf8'));
    });

    it('of webpack', () => {
      const script = `
        require('webpack')({ entry: './program.mjs', mode: 'production', target: 'node', context: __dirname,
          externals: { 'socket.io': 'commonjs socket.io' }, output: { path: __dirname, filename: 'webpack.cjs' } },
          (error, stats) => console.log(error ?? stats.toString({ all: false, errors: true, warnings: true })));`;
      writeFileSync(join(project.folder, 'build.cjs'), script);
      expect(project.run(['build.cjs']).trim()).to.equal('');
      run('webpack/run.cjs', readFileSync(join(project.folder, 'webpack.cjs'), 'utf8'));
    });
  });
});

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { expect } from 'chai';
import { rolldown } from 'rolldown';
import { entryFilesOf } from '../../bench/entry-files.mjs';
import { staticImportsOf } from '../../bench/static-imports.mjs';
import { installInProject, type PackedProject } from './packed.js';

const ROOT = resolve(import.meta.dirname, '../..');

/** A text that only the parser's code contains: the name of one of its options. */
const PARSER_MARK = 'createParenthesizedExpressions';

/** Modules that use the network, or start programs that may. */
const NETWORK = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'child_process', 'worker_threads'];

describe('what is in the package', function () {
  this.timeout(120_000);
  let project: PackedProject;
  let folder: string;
  before(() => {
    project = installInProject('socket.io@4.8.4');
    folder = join(project.folder, 'node_modules/socket.io-cors-compat');
  });
  after(() => project?.remove());

  const loadedBy = (...entries: string[]) => [...staticImportsOf(entryFilesOf(folder, ...entries))];
  const builtinsOf = (file: string) =>
    [
      ...readFileSync(file, 'utf8').matchAll(
        // Not `import('node:http').IncomingMessage`: a type, in code that is written for users.
        /(?:\bfrom|\bimport\(?|\brequire\()\s*["'`](?:node:)?([\w/]+)["'`](?!\)\.[A-Z])/g,
      ),
    ].map(([, name]) => name as string);

  it('is the build and its documents', () => {
    const papers = ['CHANGELOG.md', 'LICENSE', 'MIGRATION.md', 'README.md', 'SECURITY.md', 'package.json'];
    expect(readdirSync(folder).sort()).to.deep.equal([...papers, 'dist', 'docs'].sort());
  });

  it('runs nothing when it is installed', () => {
    const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
    expect(Object.keys(scripts ?? {}).filter((name) => hooks.includes(name))).to.deep.equal([]);
  });

  it('brings nothing along that socket.io does not bring', () => {
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies)).to.deep.equal(['debug']);
    const copies = readdirSync(join(project.folder, 'node_modules'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?:^|node_modules[/\\])(?:debug|ms)$/.test(name))
      .sort();
    expect(copies).to.deep.equal(['debug', 'ms']);
  });

  const weightOf = (files: readonly string[]) =>
    files.reduce((total, file) => total + statSync(file).size, 0);
  const all = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  it('has at most 1 MB, of which a server loads at most 200 kB', () => {
    expect(weightOf(loadedBy('.', './server')))
      .to.be.above(50_000)
      .and.at.most(200_000);
  });

  it('is at most 2 MB as a whole, with the parser, the codemod for browsers, the types and the documents', () => {
    expect(weightOf(all())).to.be.above(500_000).and.at.most(2_000_000);
  });

  it('has its code once, in addition to the build for browsers', () => {
    const marked = (mark: string) =>
      all().filter((file) => /\.c?js$/.test(file) && readFileSync(file, 'utf8').includes(mark));
    expect(marked(PARSER_MARK).map((file) => basename(file))).to.deep.equal(['babel-parser.js']);
    for (const file of all().filter((file) => file.includes('/dist/esm/')))
      expect(statSync(file).size, file).to.be.below(400);
  });

  it('keeps the parser from who only runs a server', () => {
    const withParser = (files: readonly string[]) =>
      files.filter((file) => readFileSync(file, 'utf8').includes(PARSER_MARK)).map((file) => basename(file));
    expect(withParser(loadedBy('./codemod'))).not.to.be.empty;
    expect(withParser(loadedBy('.', './server'))).to.deep.equal([]);
  });

  it('loads no more in a real process than was counted here', () => {
    const script = `require('socket.io-cors-compat'); require('socket.io-cors-compat/server');
      console.log(JSON.stringify(Object.keys(require.cache).filter((file) => file.includes('socket.io-cors-compat'))));`;
    const loaded: string[] = JSON.parse(project.run(['-e', script]));
    expect(loaded).not.to.be.empty;
    expect(loadedBy('.', './server').map((file) => file.slice(folder.length))).to.include.members(
      loaded.filter((file) => /\.c?js$/.test(file)).map((file) => file.slice(file.lastIndexOf('/dist/'))),
    );
  });

  it('has no way to the network in the translator and the codemod', () => {
    const builtins = (...entries: string[]) => new Set(loadedBy(...entries).flatMap(builtinsOf));
    // The doctor's work is to ask servers: were it not found there, it would be found nowhere.
    expect([...builtins('./doctor')]).to.include('http');
    // `http` has the classes of a request and a response that no socket is behind; a user's preflight handler is tried on
    // them.
    expect([...builtins('.', './codemod')].filter((name) => NETWORK.includes(name))).to.deep.equal(['http']);
    for (const file of loadedBy('.', './codemod', './server'))
      expect(readFileSync(file, 'utf8'), file).not.to.match(/\bfetch\(|XMLHttpRequest|sendBeacon/);
  });

  it('loads nothing of the network in a process that translates and migrates', () => {
    const use = `const { translateCors } = require('socket.io-cors-compat');
      translateCors({ origins: ['https://example.com:443'] });
      const { migrateSource } = require('socket.io-cors-compat/codemod');
      if (!migrateSource("require('socket.io')(3000, { origins: ['https://example.com:443'] })", { filename: 'a.js' }).changed)
        throw new Error();`;
    const networkLoadedBy = (program: string): string[] => {
      const loaded = project.run(['-e', `${program}; console.log(JSON.stringify(process.moduleLoadList));`]);
      const names: string[] = JSON.parse(loaded);
      return names.filter((name) => NETWORK.includes(name.replace('NativeModule ', '')));
    };
    expect(networkLoadedBy("require('http')")).to.include('NativeModule net');
    expect(networkLoadedBy(use)).to.deep.equal([]);
  });

  it('has the licence of each package that is bundled', async () => {
    const document = readFileSync(join(folder, 'dist/THIRD-PARTY-LICENCES.md'), 'utf8');
    const listed = [...document.matchAll(/^## (\S+) \d+\.\d+\.\d+ \(.+\)$/gm)].map(
      ([, name]) => name as string,
    );
    for (const section of document.split(/^## /m).slice(1))
      expect(section.length, section.slice(0, 40)).to.be.above(300);
    const names = await bundledPackages();
    expect(names).to.include.members(['zod', 'semver', '@babel/parser']);
    expect(listed).to.have.members(names);
  });
});

/** The packages whose code is in the build, as the bundler lists them. */
async function bundledPackages(): Promise<string[]> {
  const bundle = await rolldown({
    cwd: ROOT,
    input: ['index', 'server/index', 'codemod/index', 'doctor/index', 'cli/main'].map(
      (name) => `src/${name}.ts`,
    ),
    platform: 'node',
    external: [/^node:/, 'socket.io', 'debug'],
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  const files = output.flatMap((part) => (part.type === 'chunk' ? Object.keys(part.modules) : []));
  const names = files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

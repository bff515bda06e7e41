import { realpathSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { Loads } from '../../../src/codemod/project/loads.js';
import { Packages } from '../../../src/codemod/project/packages.js';
import { type Sandbox, sandbox } from '../../cli/sandbox.js';

describe('Loads', () => {
  let box: Sandbox;
  let root: string;
  beforeEach(() => {
    box = sandbox({
      'package.json': '{}',
      'known.js': '',
      'typed.ts': '',
      'local.js': '',
      'guard.coffee': '',
      'config/index.js': '',
      'config/list.json': '{}',
      'lib/package.json': '{"name":"@org/lib","main":"src/main"}',
      'lib/src/main.js': '',
      'app/package.json': '{}',
      'node_modules/x/index.js': '',
    });
    root = realpathSync(box.path);
  });
  afterEach(() => box.remove());

  const loads = (...known: string[]) =>
    new Loads(
      [
        ...known.map((name) => ({ path: join(root, name), kind: 'source' as const })),
        { path: join(root, 'lib/package.json'), kind: 'package.json' },
      ],
      new Packages(),
    );
  const leftOut = (code: string, from = 'main.js', inner = '.') => {
    const all = loads('known.js', 'typed.ts');
    all.note({ path: join(root, from), root: join(root, inner) }, code);
    return [...all.leftOut.keys()].map((path) => relative(root, path));
  };

  for (const [code, files] of Object.entries({
    "require('./local')": ['local.js'],
    "import io from './local.js';": ['local.js'],
    "import './local';": ['local.js'],
    "export * from './local';": ['local.js'],
    'await import(`./local`)': ['local.js'],
    "import local = require('./local');": ['local.js'],
    "fork(require.resolve('./local'))": ['local.js'],
    "require(path.join(__dirname, 'local'))": ['local.js'],
    "require(__dirname + '/local')": ['local.js'],
    "require('./config')": ['config/index.js'],
    "require('./lib')": ['lib/src/main.js'],
    "require('./guard')": ['guard.coffee'],
    "require('./known'); import './typed.js';": [],
    "require('./config/list.json'); require('./config/list');": [],
    "require('local'); require('fs'); get('./local');": [],
    "require('./node_modules/x')": [],
    "require('./nowhere'); require('./\\0')": [],
  }))
    it(`finds what discovery left out: ${code}`, () => {
      expect(leftOut(code)).to.deep.equal(files);
    });

  it('knows the JSON that is loaded, with and without its extension', () => {
    const all = loads();
    all.note(
      { path: join(root, 'main.js'), root },
      "require('./config/list'); require('./nowhere.json'); require('x');",
    );
    all.note({ path: join(root, 'app/main.js'), root }, "import own from './package.json';");
    expect([...all.data].map((path) => relative(root, path))).to.deep.equal([
      'config/list.json',
      'app/package.json',
    ]);
  });

  it('finds files outside of the package and the folder that were given, also through links', () => {
    expect(leftOut("require('../local')", 'app/main.js', 'app')).to.deep.equal(['local.js']);
    symlinkSync(join(root, 'lib'), join(root, 'app/out'));
    expect(leftOut("require('./out/src/main')", 'app/main.js', 'app')).to.deep.equal(['lib/src/main.js']);
  });

  it('finds the files of packages that are linked into node_modules, and of no others', () => {
    box.write({ 'other/package.json': '{"name":"other"}', 'other/src/index.ts': '', 'other/sub.js': '' });
    symlinkSync(join(root, 'other'), join(root, 'node_modules/other'));
    for (const [code, files] of [
      ["import other from 'other'", ['other/src/index.ts']],
      ["require('other/sub')", ['other/sub.js']],
      ["require('x')", []],
    ] as const)
      expect(leftOut(code, 'app/main.js', 'app'), code).to.deep.equal(files);
  });

  it('knows the packages that a package loads, and those that load it, by path or by name', () => {
    const all = loads('lib/src/main.js', 'app/main.js');
    const folders = (folder: string) =>
      [...all.relatedTo(join(root, folder))].map((path) => relative(root, path)).sort();
    all.note({ path: join(root, 'known.js'), root }, "require('./lib')");
    all.note({ path: join(root, 'app/main.js'), root }, "import lib from '@org/lib/sub';");
    expect(folders('lib')).to.deep.equal(['', 'app', 'lib']);
    expect(folders('app')).to.deep.equal(['app', 'lib']);
    expect(folders('.')).to.deep.equal(['', 'lib']);
    expect(folders('config')).to.deep.equal(['config']);
  });
});

import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Packages } from '../../../src/codemod/project/packages.js';
import { type Sandbox, sandbox } from '../../cli/sandbox.js';

/** Written by the package managers themselves, for the project below. */
const LOCKFILES = fileURLToPath(new URL('../../fixtures/lockfiles', import.meta.url));

const depends = (dependencies: Record<string, string>, more: object = {}) =>
  JSON.stringify({ version: '1.0.0', ...more, dependencies });

const WORKSPACE = {
  'package.json': depends({ 'socket.io': '~2.4.0' }, { workspaces: ['packages/*'] }),
  'packages/api/package.json': depends({ 'socket.io': '^2.1.0 <2.4' }),
  'packages/web/package.json': depends({ 'socket.io': '^2.0.0' }),
};

describe('Packages', () => {
  let box: Sandbox;
  const release = (file: string) => new Packages().releaseFor(join(box.path, file));
  beforeEach(() => {
    box = sandbox();
  });
  afterEach(() => box.remove());

  // npm hoists packages that pnpm does not, and Yarn takes the newest release for each range.
  for (const [manager, web] of Object.entries({
    npm1: '2.4.1',
    npm2: '2.4.1',
    npm3: '2.4.1',
    pnpm7: '2.4.1',
    pnpm8: '2.4.1',
    pnpm9: '2.4.1',
    yarn1: '2.5.1',
    yarn4: '2.5.1',
  })) {
    describe(`with the lockfile of ${manager}`, () => {
      beforeEach(() => {
        box.write(WORKSPACE);
        cpSync(join(LOCKFILES, manager), box.path, { recursive: true });
      });

      it('reads the release of the project, and of each package in its workspace', () => {
        expect(release('a.js')).to.equal('2.4.1');
        expect(release('packages/api/src/a.js')).to.equal('2.3.0');
        expect(release('packages/web/a.js')).to.equal(web);
      });

      it('falls back to the range if the lockfile is out of date, or does not contain the folder', () => {
        box.write({
          'package.json': depends({ 'socket.io': '~2.3.0' }),
          'other/package.json': depends({ 'socket.io': '~2.2.0' }),
        });
        expect(release('a.js')).to.equal('~2.3.0');
        expect(release('other/a.js')).to.equal('~2.2.0');
      });

      it('prefers the installed release, wherever Node finds it', () => {
        box.write({ 'node_modules/socket.io/package.json': '{ "version": "2.0.4" }' });
        expect(release('packages/web/a.js')).to.equal('2.0.4');
        expect(release('packages/api/a.js'), 'it is not in the range').to.equal('2.3.0');
        box.write({ 'packages/api/node_modules/socket.io/package.json': '{ "version": "2.2.0" }' });
        expect(release('packages/api/a.js')).to.equal('2.2.0');
      });
    });
  }

  it('reads the lockfiles of pnpm and npm in a project without a workspace', () => {
    box.write({ 'package.json': depends({ 'socket.io': '^2.0.0' }) });
    for (const [name, text] of [
      [
        'pnpm-lock.yaml',
        'lockfileVersion: 5.3\n\nspecifiers:\n  socket.io: ^2.0.0\n\ndependencies:\n  socket.io: 2.1.0\n',
      ],
      [
        'pnpm-lock.yaml',
        "lockfileVersion: '6.0'\n\ndependencies:\n  socket.io:\n    specifier: ^2.0.0\n    version: 2.1.1(a@1)\n",
      ],
      [
        'package-lock.json',
        '{ "lockfileVersion": 1, "dependencies": { "socket.io": { "version": "2.2.0" } } }',
      ],
      [
        'npm-shrinkwrap.json',
        '{ "lockfileVersion": 1, "dependencies": { "socket.io": { "version": "2.3.0" } } }',
      ],
    ] as const) {
      box.write({ [name]: text });
      expect(release('a.js'), text).to.equal(/2\.\d\.\d/.exec(text.replace('2.0.0', ''))?.[0]);
    }
  });

  it('takes the release of the app, and not that of a tool that brings its own', () => {
    box.write({ 'package.json': depends({ 'socket.io': '^2.1.1' }) });
    for (const [name, text] of [
      [
        'package-lock.json',
        '{\n  "packages": {\n    "": {},\n    "node_modules/browser-sync/node_modules/socket.io": {\n      "version": "2.4.0"\n    },\n    "node_modules/socket.io": {\n      "version": "2.1.1"\n    },\n    "node_modules/@types/socket.io": {\n      "version": "2.1.13"\n    }\n  }\n}',
      ],
      [
        'package-lock.json',
        '{\n  "dependencies": {\n    "browser-sync": {\n      "dependencies": {\n        "socket.io": {\n          "version": "2.4.0"\n        }\n      }\n    },\n    "socket.io": {\n      "version": "2.1.1"\n    }\n  }\n}',
      ],
      ['yarn.lock', 'socket.io@2.4.0:\n  version "2.4.0"\n\nsocket.io@^2.1.1:\n  version "2.1.1"\n'],
      [
        'yarn.lock',
        '"socket.io@npm:2.4.0":\n  version: 2.4.0\n\n"socket.io@npm:^2.1.1, socket.io@npm:~2.1.0":\n  version: 2.1.1\n',
      ],
      [
        'pnpm-lock.yaml',
        "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      socket.io:\n        specifier: ^2.1.1\n        version: 2.1.1\n\npackages:\n\n  socket.io@2.4.0:\n    resolution: {}\n\n  socket.io@2.1.1:\n    resolution: {}\n",
      ],
      [
        'pnpm-lock.yaml',
        'lockfileVersion: 5.3\n\ndependencies:\n  socket.io: 2.1.1\n\npackages:\n\n  /browser-sync/2.26.0:\n    dependencies:\n      socket.io: 2.4.0\n\n  /socket.io/2.4.0:\n    dev: true\n',
      ],
      [
        'bun.lock',
        '{ "workspaces": { "": {} }, "packages": {\n "browser-sync/socket.io": ["socket.io@2.4.0"],\n "socket.io": ["socket.io@2.1.1"],\n} }',
      ],
    ] as const) {
      box.write({ [name]: text });
      expect(release('a.js'), text).to.equal('2.1.1');
      rmSync(join(box.path, name));
    }
  });

  it('takes the release of each package of a workspace that pnpm has locked', () => {
    const locked = (version: string) =>
      `    dependencies:\n      socket.io:\n        specifier: ^2.0.0\n        version: ${version}\n`;
    box.write({
      'a/package.json': depends({ 'socket.io': '^2.0.0' }),
      'b/package.json': depends({ 'socket.io': '^2.0.0' }),
      'pnpm-lock.yaml': `lockfileVersion: '9.0'\n\nimporters:\n\n  a:\n${locked('2.4.0')}\n  b:\n${locked('2.3.0')}`,
    });
    expect([release('a/x.js'), release('b/x.js')]).to.deep.equal(['2.4.0', '2.3.0']);
  });

  it('takes the locked release for a file in a folder if no package.json names Socket.IO', () => {
    box.write({
      'package.json': depends({ 'my-chat': '^1.0.0' }),
      'package-lock.json': '{ "packages": { "": {}, "node_modules/socket.io": { "version": "2.3.0" } } }',
    });
    expect(release('src/a.js')).to.equal('2.3.0');
  });

  it('takes the range if a lockfile cannot be read', () => {
    box.write({
      'package.json': depends({ 'socket.io': '^2.1.0' }),
      'package-lock.json': '<<<<<<< ours',
      'yarn.lock': '\0',
      'pnpm-lock.yaml': 'importers:\n',
    });
    expect(release('a.js')).to.equal('^2.1.0');
  });

  it('takes the lockfile for a requirement without a range, such as a tag or a catalog', () => {
    box.write({
      'package.json': depends({ 'socket.io': 'catalog:' }),
      'pnpm-lock.yaml':
        "importers:\n  .:\n    dependencies:\n      socket.io:\n        specifier: 'catalog:'\n        version: 2.4.0\n",
    });
    expect(release('a.js')).to.equal('2.4.0');
  });

  it("reads Bun's lockfile, for each package of a workspace and inside a wrapper", () => {
    box.write({
      'package.json': depends({ 'socket.io': 'latest' }),
      'packages/a/package.json': depends({ 'socket.io': '^2.0.0' }),
      'packages/b/package.json': depends({ '@nestjs/platform-socket.io': '^7.0.0' }),
      'packages/c/package.json': depends({ 'socket.io': '^2.0.0' }),
      'bun.lock': `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "dependencies": { "socket.io": "latest", }, },
    "packages/a": { "name": "@me/a", },
    "packages/b": { "name": "b", },
  },
  "packages": {
    "socket.io": ["socket.io@2.2.0", "", { "dependencies": { "debug": "~4.1.0" } }, "sha512-a=="],
    "@me/a/socket.io": ["socket.io@2.4.0", "", {}, "sha512-b=="],
    "@nestjs/platform-socket.io/socket.io": ["socket.io@2.3.0", "", {}, "sha512-c=="],
  }
}
`,
    });
    expect(['a.js', 'packages/a/a.js', 'packages/b/a.js', 'packages/c/a.js'].map(release)).to.deep.equal([
      '2.2.0',
      '2.4.0',
      '2.3.0',
      '^2.0.0',
    ]);
  });

  it("takes the installed or locked release for 'latest', which was v2 when it was locked", () => {
    box.write({ 'package.json': depends({ 'socket.io': 'latest' }) });
    box.write({ 'yarn.lock': 'socket.io@latest:\n  version "2.3.0"\n' });
    expect(release('a.js')).to.equal('2.3.0');
    box.write({ 'node_modules/socket.io/package.json': '{ "version": "2.4.1" }' });
    expect(release('a.js')).to.equal('2.4.1');
  });

  it('reads the nearest package.json with Socket.IO, with or without a byte order mark', () => {
    box.write({
      'package.json': `\uFEFF${depends({ 'socket.io': '2.0.4' })}`,
      'web/package.json': depends({ react: '18' }),
      'api/package.json': depends({}, { peerDependencies: { 'socket.io': '^4.0.0' } }),
    });
    expect(release('web/src/a.js')).to.equal('2.0.4');
    expect(release('api/src/a.js')).to.equal('>=3.0.0');
  });

  it('reads the release installed inside a wrapper, and never that of the client', () => {
    for (const [wrapper, range] of [
      ['@nestjs/platform-socket.io', '^7.6.0'],
      ['@feathersjs/socketio', '^4.5.0'],
    ] as const) {
      box.write({ 'package.json': depends({ [wrapper]: range, 'socket.io-client': '2.4.0' }) });
      expect(release('a.js')).to.equal('^2.0.0');
      box.write({ 'node_modules/socket.io/package.json': '{ "version": "2.5.1" }' });
      box.write({ [`node_modules/${wrapper}/package.json`]: '{ "version": "7.0.0" }' });
      expect(release('a.js')).to.equal('2.5.1');
      box.write({
        [`node_modules/${wrapper}/node_modules/socket.io/package.json`]: '{ "version": "2.3.0" }',
      });
      expect(release('src/a.js')).to.equal('2.3.0');
      rmSync(join(box.path, 'node_modules'), { recursive: true });
    }
  });

  it('lets the wrapper decide for files that use it, if package.json names socket.io too', () => {
    box.write({
      'package.json': depends({ '@nestjs/platform-socket.io': '^7.6.0', 'socket.io': '^2.0.0' }),
      'node_modules/socket.io/package.json': '{ "version": "2.5.1" }',
      'node_modules/@nestjs/platform-socket.io/node_modules/socket.io/package.json': '{ "version": "2.4.1" }',
    });
    const of = (code: string) => new Packages().releaseFor(join(box.path, 'a.ts'), code);
    expect(of("import { WebSocketGateway } from '@nestjs/websockets';")).to.equal('2.4.1');
    expect(of("import io from 'socket.io';")).to.equal('2.5.1');
  });

  it('knows which wrappers never ran on v2', () => {
    for (const [wrapper, range] of [
      ['@nestjs/platform-socket.io', '^10.0.0'],
      ['@feathersjs/socketio', '^5.0.0'],
    ] as const) {
      box.write({ 'package.json': depends({ [wrapper]: range }) });
      expect(release('a.ts')).to.equal('>=3.0.0');
      box.write({ 'package.json': depends({ [wrapper]: 'workspace:*' }) });
      expect(release('a.ts')).to.equal(undefined);
    }
  });

  it('reads the release inside a wrapper from a lockfile', () => {
    box.write({
      'package.json': depends({ '@nestjs/platform-socket.io': '^7.6.0' }),
      'package-lock.json': JSON.stringify({
        lockfileVersion: 2,
        packages: {
          '': {},
          'node_modules/socket.io': { version: '2.5.1' },
          'node_modules/@nestjs/platform-socket.io/node_modules/socket.io': { version: '2.3.0' },
        },
      }),
    });
    expect(release('a.ts')).to.equal('2.3.0');
    rmSync(join(box.path, 'package-lock.json'));
    for (const [name, text] of [
      ['yarn.lock', 'socket.io@2.4.1:\n  version "2.4.1"\n'],
      ['pnpm-lock.yaml', "lockfileVersion: '9.0'\n\npackages:\n\n  socket.io@2.4.1:\n    resolution: {}\n"],
    ] as const) {
      box.write({ [name]: text });
      expect(release('a.ts'), name).to.equal('2.4.1');
      rmSync(join(box.path, name));
    }
  });

  it('reads aliases, addresses and catalogs', () => {
    const written: [string, string | undefined][] = [
      ['npm:socket.io@2.0.4', '2.0.4'],
      ['github:socketio/socket.io#2.3.0', '2.3.0'],
      ['git+https://github.com/socketio/socket.io.git#semver:^2.4.1', '^2.4.1'],
      ['https://registry.npmjs.org/socket.io/-/socket.io-2.1.1.tgz', '2.1.1'],
      ['github:me/fork', undefined],
      ['npm:@me/fork@2.0.0', undefined],
      ['workspace:*', undefined],
      ['latest', '>=3.0.0'],
    ];
    for (const [range, expected] of written) {
      box.write({ 'package.json': depends({ 'socket.io': range }) });
      expect(release('a.js'), range).to.equal(expected);
    }
    box.write({
      'pnpm-workspace.yaml':
        "packages:\n  - 'packages/*'\ncatalog:\n  a: 1\n  socket.io: ^2.4.1\ncatalogs:\n  old:\n    socket.io: '2.0.4'\n",
      'packages/a/package.json': depends({ 'socket.io': 'catalog:' }),
      'packages/b/package.json': depends({ 'socket.io': 'catalog:old' }),
      'packages/c/package.json': depends({ 'socket.io': 'catalog:none' }),
    });
    expect(['a', 'b', 'c'].map((name) => release(`packages/${name}/x.js`))).to.deep.equal([
      '^2.4.1',
      '2.0.4',
      undefined,
    ]);
    rmSync(join(box.path, 'pnpm-workspace.yaml'));
    box.write({ '.yarnrc.yml': 'nodeLinker: pnp\n\ncatalog:\n  socket.io: ^2.0.0\n' });
    expect(release('packages/a/x.js')).to.equal('^2.0.0');
    box.write({ 'yarn.lock': '"socket.io@npm:^2.0.0":\n  version: 2.3.0\n' });
    expect(release('packages/a/x.js')).to.equal('2.3.0');
    rmSync(join(box.path, '.yarnrc.yml'));
    rmSync(join(box.path, 'yarn.lock'));
    box.write({ 'package.json': JSON.stringify({ workspaces: { catalog: { 'socket.io': '~2.3.0' } } }) });
    expect(release('packages/a/x.js')).to.equal('~2.3.0');
  });

  it('counts a release before 1.4 as the first known one', () => {
    box.write({ 'package.json': depends({ 'socket.io': '^1.3.0' }) });
    expect(release('a.js')).to.equal('^1.3.0');
    box.write({ 'node_modules/socket.io/package.json': '{ "version": "1.3.7" }' });
    expect(new Packages().releaseOf(box.path, 'socket.io')).to.equal('1.3.7');
    expect(release('a.js')).to.equal('1.4.0');
  });

  it('does not read links to files, or follow folders out of the project', () => {
    const outside = sandbox({ 'socket.io/package.json': '{ "version": "2.0.4" }' });
    try {
      box.write({ 'package.json': depends({ 'socket.io': '^2.0.0' }), 'node_modules/a': '' });
      symlinkSync(join(outside.path, 'socket.io'), join(box.path, 'node_modules/socket.io'));
      expect(release('a.js')).to.equal('^2.0.0');
      symlinkSync('/dev/zero', join(box.path, 'yarn.lock'));
      expect(release('a.js')).to.equal('^2.0.0');
      rmSync(join(box.path, 'package.json'));
      symlinkSync('/dev/zero', join(box.path, 'package.json'));
      expect(release('a.js')).to.equal(undefined);
    } finally {
      outside.remove();
    }
  });

  it("follows pnpm's links within the project", () => {
    box.write({
      'package.json': depends({ 'socket.io': '^2.0.0' }),
      'node_modules/.pnpm/socket.io@2.3.0/node_modules/socket.io/package.json': '{ "version": "2.3.0" }',
    });
    symlinkSync('.pnpm/socket.io@2.3.0/node_modules/socket.io', join(box.path, 'node_modules/socket.io'));
    expect(release('a.js')).to.equal('2.3.0');
  });

  it('is undefined if nothing names a release', () => {
    expect(release('a.js')).to.equal(undefined);
  });
});

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { cli, type Sandbox, sandbox } from './cli.js';

const WORTH_IT = "require('socket.io')(3000, { origins: 'https://example.com:443' });\n";
const DULL = 'exports.answer = 42;\n';

describe('socketio-cors migrate outside of repositories', () => {
  let box: Sandbox;
  const path = process.env.PATH;
  beforeEach(() => {
    box = sandbox({
      'a.js': WORTH_IT,
      'B.JS': WORTH_IT,
      'deep/er/c.tsx': WORTH_IT,
      'bin/www': `#!/usr/bin/env node\n${WORTH_IT}`,
      'bin/other': WORTH_IT,
      'dull.js': DULL,
      'deep/dull.mts': DULL,
      'package.json': '{ "dependencies": { "socket.io": "^2.5.0" } }\n',
      'deep/package.json': '{}\n',
      'node_modules/x/index.js': WORTH_IT,
      'deep/node_modules/x/index.js': WORTH_IT,
      'out/built.js': WORTH_IT,
      'deep/out/built.js': WORTH_IT,
    });
  });
  afterEach(() => {
    process.env.PATH = path;
    box.remove();
  });

  const OUT = ['deep/out/built.js', 'out/built.js'];
  const ALWAYS = ['B.JS', 'a.js', 'bin/www', 'deep/er/c.tsx', 'package.json'];
  const FOLDERS = Array.from({ length: 120 }, (_, index) => `ignored/${index}/x.js`);

  for (const [rules, files, expected, scanned] of [
    ['nothing ignored', {}, [...ALWAYS, ...OUT], 10],
    ['ignored folders', { '.gitignore': 'out\n' }, ALWAYS, 8],
    ['an ignored folder further in', { 'deep/.gitignore': 'out\n' }, [...ALWAYS, 'out/built.js'], 9],
    ['what is ignored spelled otherwise', { '.gitignore': 'OUT\n' }, [...ALWAYS, ...OUT], 10],
    ['a file taken back', { '.gitignore': 'out/*\n!out/built.js\n' }, [...ALWAYS, ...OUT], 10],
    [
      'many ignored folders',
      { '.gitignore': 'ignored/*\nout\n', ...Object.fromEntries(FOLDERS.map((name) => [name, WORTH_IT])) },
      ALWAYS,
      8,
    ],
    ['patterns in a name', { ':(top)[a]*/*.js': WORTH_IT }, [...ALWAYS, ...OUT, ':(top)[a]*/*.js'], 11],
    [
      'another repository within',
      { 'other/.git/HEAD': '', 'other/d.js': WORTH_IT },
      [...ALWAYS, ...OUT, 'other/d.js'],
      11,
    ],
  ] as const)
    for (const [git, PATH] of [
      ['git', path],
      ['no git', join('/', 'nowhere')],
    ] as const)
      it(`finds the same, with ${rules} and ${git}`, async () => {
        box.write(files);
        process.env.PATH = PATH;
        const { stdout } = await cli(box.path, 'migrate', '--format', 'json');
        const report = JSON.parse(stdout);
        expect(report.files.map((file: { path: string }) => file.path)).to.have.members(expected);
        expect(report.summary).to.include({ scanned, changed: expected.length, failed: 0 });
      });

  for (const [variable, value] of [
    ['GIT_GLOB_PATHSPECS', '1'],
    ['GIT_ICASE_PATHSPECS', '1'],
    ['GIT_LITERAL_PATHSPECS', '1'],
    ['GIT_NOGLOB_PATHSPECS', '1'],
    ['GIT_TRACE', '1'],
    ['GIT_WORK_TREE', '/'],
    ['GIT_CONFIG_PARAMETERS', "'core.ignorecase'='true'"],
  ] as const)
    it(`finds the same, whatever the environment tells git (${variable}=${value})`, async () => {
      box.write({ 'x/.Git/e.js': WORTH_IT });
      process.env[variable] = value;
      try {
        const { stdout } = await cli(box.path, 'migrate', '--format', 'json');
        const names = JSON.parse(stdout).files.map((file: { path: string }) => file.path);
        expect(names).to.have.members([...ALWAYS, ...OUT, 'x/.Git/e.js']);
      } finally {
        delete process.env[variable];
      }
    });

  for (const [what, program] of [
    ['finds nothing', '#!/bin/sh\nexit 1\n'],
    ['does nothing', ''],
    ['says what is not so', "#!/bin/sh\nprintf 'x.js\\0../a.js\\0'\n"],
    ['prints anything', '#!/bin/sh\nprintf "\\377\\376\\0\\0\\0x"\n'],
    ['dies half way', "#!/bin/sh\nprintf 'a.js\\0B.'\nkill -9 $$\n"],
    ['is no program', '\x7fELF'],
    ['is a link to itself', undefined],
  ] as const)
    for (const where of ['outside of repositories', 'in one'])
      it(`finds the same where what is called git ${what}, ${where}`, async function () {
        // Other systems have other programs.
        if (process.platform === 'win32') this.skip();
        if (where === 'in one') box.git('init', '-q');
        const folder = join(box.path, 'node_modules/.bin');
        mkdirSync(folder);
        if (program === undefined) symlinkSync('git', join(folder, 'git'));
        else writeFileSync(join(folder, 'git'), program, { mode: 0o755 });
        process.env.PATH = `${folder}${delimiter}${path}`;
        const { stdout } = await cli(box.path, 'migrate', '--format', 'json');
        const report = JSON.parse(stdout);
        expect(report.files.map((file: { path: string }) => file.path)).to.have.members([...ALWAYS, ...OUT]);
        expect(report.summary).to.include({ scanned: 10, failed: 0 });
      });

  it('takes the word of a git that finds nothing where there is nothing', async () => {
    const dull = sandbox({ 'empty.js': '', '[a]*.js': DULL, 'b/:c.ts': DULL });
    const { stdout } = await cli(dull.path, 'migrate', '--format', 'json');
    dull.remove();
    expect(JSON.parse(stdout).summary).to.include({ scanned: 3, changed: 0, failed: 0 });
  });
});

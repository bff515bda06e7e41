import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { cli, sandbox } from '../../../cli/sandbox.js';

/** Sources that are migrated, reported, refused by the parser, or not concerned. */
const CODES = [
  "const io = require('socket.io')(3000);\nio.origins('*:*');\n",
  "import { Server } from 'socket.io';\nnew Server(3000, { cors: { origins: ['https://é.example'] } });\n",
  "module.exports = (io) => {\n  io.origins   \n  ('*:*');\n};\n",
  "@WebSocketGateway ({ origins: '*:*' })\nclass Events {}\n",
  "const io = require('socket.io')(3000, { origins: ",
  "url.origins = ['rockets'];\n",
  'run();\n',
  '',
];

const FOLDERS = ['', '', 'src', 'a b', 'it\'s "x"', 'line\nend', '[ab]*', 'ü', ':(top)', 'src/deep/er', '-n'];
const NAMES = ['a', 'B', '-rf', 'x y', 'p\\q', 'tab\t', 'ü', '$(x)', '*', ':!a', '.hidden', 'a.min-'];
const EXTENSIONS = ['js', 'JS', 'mjs', 'cjs', 'ts', 'TS', 'mts', 'cts', 'jsx', 'tsx'];

const FILE = fc.record({
  folder: fc.constantFrom(...FOLDERS),
  name: fc.constantFrom(...NAMES),
  extension: fc.constantFrom(...EXTENSIONS),
  code: fc.constantFrom(...CODES),
  fate: fc.constantFrom('committed', 'added', 'untracked', 'changed', 'deleted'),
});
type File = typeof FILE extends fc.Arbitrary<infer T> ? T : never;

const pathOf = ({ folder, name, extension }: File): string =>
  `${folder}${folder === '' ? '' : '/'}${name}.${extension}`;

describe('socketio-cors migrate, in any tree', function () {
  this.timeout(120_000);

  it('finds in a repository what it finds in a plain folder, and every file that a server is created in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(FILE, { selector: pathOf, minLength: 1, maxLength: 12 }),
        async (files) => {
          const box = sandbox();
          const write = (fates: readonly string[], codeOf: (file: File) => string) => {
            for (const file of files)
              if (fates.includes(file.fate)) box.write({ [pathOf(file)]: codeOf(file) });
          };
          try {
            box.git('init', '-q');
            write(['changed'], () => 'run();\n');
            write(['committed', 'deleted'], ({ code }) => code);
            box.git('add', '-A');
            box.git('commit', '-qm', 'x', '--allow-empty');
            write(['added'], ({ code }) => code);
            box.git('add', '-A');
            write(['changed', 'untracked'], ({ code }) => code);
            for (const file of files) if (file.fate === 'deleted') rmSync(join(box.path, pathOf(file)));
            const found = async (): Promise<{ path: string; changed: boolean }[]> =>
              JSON.parse((await cli(box.path, 'migrate', '--format', 'json')).stdout).files;
            const inRepository = await found();
            rmSync(join(box.path, '.git'), { recursive: true });
            expect(await found()).to.have.deep.members(inRepository);
            const created = files.filter(({ code, fate }) => code === CODES[0] && fate !== 'deleted');
            const changed = inRepository.filter((file) => file.changed).map(({ path }) => path);
            expect(changed).to.include.members(created.map(pathOf));
          } finally {
            box.remove();
          }
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
  });
});

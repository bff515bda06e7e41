import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { migrateSource } from '../../src/codemod/index.js';
import { decodeSource } from '../../src/codemod/project/decode-source.js';
import { cli, sandbox } from './cli.js';

/** Sources that are migrated, reported, refused by the parser, or nobody's business. */
const CODES = [
  "const io = require('socket.io')(3000);\nio.origins('*:*');\n",
  "import { Server } from 'socket.io';\nnew Server(3000, { cors: { origins: ['https://é.example'] } });\n",
  "module.exports = (io) => {\n  io.origins   \n  ('*:*');\n};\n",
  "const io = getIo (  server, { origins: '*:*' });\nio.set('origins', '*:*');\n",
  "@WebSocketGateway ({ origins: '*:*' })\nclass Events {}\n",
  "import socketio from 'fastify-socketio';\napp.register(socketio, { origins: '*:*' });\n",
  "const io = require('socket.io')(3000, { origins: ",
  "url.origins = ['rockets'];\n",
  'export const socket = 1;\n',
  'run();\n',
  '',
];

/** Where a file ends that is read, or searched, in pieces. */
const PADDING = [0, 1, 30, 65_500, 65_530, 262_120, 262_140, 524_280];

const ENCODINGS: Readonly<Record<string, (code: string) => Buffer>> = {
  'UTF-8': (code) => Buffer.from(code),
  'with a byte order mark': (code) => Buffer.from(`\uFEFF${code}`),
  'Latin-1': (code) => Buffer.concat([Buffer.from('// \xfc\n', 'latin1'), Buffer.from(code, 'latin1')]),
  'UTF-16LE': (code) => Buffer.from(`\uFEFF${code}`, 'utf16le'),
  'UTF-16BE': (code) => Buffer.from(`\uFEFF${code}`, 'utf16le').swap16(),
};

const FOLDERS = ['', '', 'src', 'a b', 'it\'s "x"', 'line\nend', '[ab]*', 'ü', ':(top)', 'src/deep/er', '-n'];
const NAMES = ['a', 'B', '-rf', 'x y', 'p\\q', 'tab\t', 'ü', '$(x)', '*', ':!a', '.hidden', 'a.min-'];
const EXTENSIONS = ['js', 'JS', 'mjs', 'cjs', 'ts', 'TS', 'mts', 'cts', 'jsx', 'tsx'];

const FILE = fc.record({
  folder: fc.constantFrom(...FOLDERS),
  name: fc.constantFrom(...NAMES),
  extension: fc.constantFrom(...EXTENSIONS),
  code: fc.constantFrom(...CODES),
  before: fc.constantFrom(...PADDING),
  after: fc.constantFrom(0, 70_000),
  encoding: fc.constantFrom(...Object.keys(ENCODINGS)),
  fate: fc.constantFrom('committed', 'committed', 'added', 'untracked', 'changed', 'hidden', 'deleted'),
});

/** White space, in lines, so that no file looks as if a program had made it. */
const padding = (length: number) => `${' '.repeat(99)}\n`.repeat(length / 100) + ' '.repeat(length % 100);

describe('socketio-cors migrate, in any tree', function () {
  // More of them: TREES=200 npx mocha test/codemod/trees.property.test.ts
  const runs = Number(process.env.TREES ?? 8);
  this.timeout(60_000 + runs * 5000);

  it('finds what a parser finds that reads every file, in a repository and outside of one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(FILE, { selector: pathOf, minLength: 1, maxLength: 12 }),
        async (files) => {
          const box = sandbox();
          try {
            const contentOf = ({ code, before, after, encoding }: (typeof files)[number]) =>
              (ENCODINGS[encoding] as (code: string) => Buffer)(padding(before) + code + padding(after));
            const write = (fates: readonly string[], content: (file: (typeof files)[number]) => Buffer) => {
              for (const file of files)
                if (fates.includes(file.fate)) box.write({ [pathOf(file)]: content(file) });
            };
            box.git('init', '-q');
            write(['changed', 'hidden'], () => Buffer.from('run();\n'));
            write(['committed', 'deleted'], contentOf);
            box.git('add', '-A');
            box.git('commit', '-qm', 'x', '--allow-empty');
            for (const [at, file] of files.entries())
              if (file.fate === 'hidden')
                box.git(
                  'update-index',
                  at % 2 === 0 ? '--assume-unchanged' : '--skip-worktree',
                  '--',
                  pathOf(file),
                );
            write(['added'], contentOf);
            box.git('add', '-A');
            write(['changed', 'hidden', 'untracked'], contentOf);
            for (const file of files) if (file.fate === 'deleted') rmSync(join(box.path, pathOf(file)));

            const expected = files.flatMap((file) => {
              if (file.fate === 'deleted') return [];
              const { code } = decodeSource(contentOf(file));
              const result = migrateSource(code, { filename: pathOf(file) });
              const { changed, findings, failure } = result;
              return changed || findings.length > 0 || failure
                ? [{ path: pathOf(file), changed, codes: findings.map((finding) => finding.code) }]
                : [];
            });
            const found = async () => {
              const { stdout } = await cli(box.path, 'migrate', '--format', 'json');
              return JSON.parse(stdout).files.map(
                (file: { path: string; changed: boolean; findings: { code: string }[] }) => ({
                  path: file.path,
                  changed: file.changed,
                  codes: file.findings.map((finding) => finding.code),
                }),
              );
            };
            expect(await found()).to.have.deep.members(expected);
            rmSync(join(box.path, '.git'), { recursive: true });
            expect(await found()).to.have.deep.members(expected);
          } finally {
            box.remove();
          }
        },
      ),
      { numRuns: runs, endOnFailure: true },
    );
  });
});

function pathOf({ folder, name, extension }: { folder: string; name: string; extension: string }): string {
  return `${folder}${folder === '' ? '' : '/'}${name}.${extension}`;
}

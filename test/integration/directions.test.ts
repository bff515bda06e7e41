import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'chai';
import type { ICruiseResult } from 'dependency-cruiser';

const DEPCRUISE = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const CONFIG = resolve('.dependency-cruiser.cjs');

/** The names of the rules that files break, as `npm run directions` tells them. */
function broken(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'directions-'));
  try {
    for (const [name, code] of Object.entries({ 'tsconfig.json': '{}', ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), code);
    }
    const args = [DEPCRUISE, 'src', '--config', CONFIG, '--output-type', 'json'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    expect(stderr).to.equal('');
    const { summary } = JSON.parse(stdout) as ICruiseResult;
    return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The import directions, on planted files: without @swc/core, TypeScript is not read, and no violation is found. */
describe('the import directions', function () {
  this.timeout(60_000);
  const empty = 'export const x = 1;\n';

  for (const [file, target, rule] of [
    ['src/origins/a.ts', 'src/v2/b.ts', 'origins-imports'],
    ['src/v2/a.ts', 'src/v4/b.ts', 'v2-imports'],
    ['src/doctor/a.ts', 'src/v2/b.ts', 'doctor-imports'],
    ['src/messages/a.ts', 'src/origins/b.ts', 'messages-imports'],
    ['src/codemod/detect/a.ts', 'src/codemod/migrations/b.ts', 'codemod-detect-imports'],
    ['src/codemod/migrate.ts', 'src/codemod/project/b.ts', 'codemod-is-pure'],
    ['src/server/a.ts', 'src/cli/b.ts', 'only-the-command-imports-cli'],
  ] as const)
    it(`find an import of ${target} in ${file}`, () => {
      const path = `../`.repeat(file.split('/').length - 1) + target.replace(/\.ts$/, '.js');
      for (const code of [
        `import { x } from '${path}';\nexport const y = x;\n`,
        `import type { x } from '${path}';\nexport type Y = typeof x;\n`,
      ])
        expect(broken({ [file]: code, [target]: empty })).to.include(rule);
    });

  it('find a cycle, of types as well', () => {
    const files = { 'src/v2/a.ts': "import './b.js';\n", 'src/v2/b.ts': "import './a.js';\n" };
    expect(broken(files)).to.deep.equal(['no-cycles']);
    const types = {
      'src/v2/a.ts': "import type { B } from './b.js';\nexport type A = B;\n",
      'src/v2/b.ts': "import type { A } from './a.js';\nexport type B = A;\n",
    };
    expect(broken(types)).to.deep.equal(['no-cycles']);
  });

  for (const file of ['src/origins/a.ts', 'src/codemod/analyze/a.ts'])
    it(`find a file system in ${file}, and not in project/`, () => {
      const code = "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n";
      expect(broken({ [file]: code }).join()).to.match(/pure/);
      expect(broken({ 'src/codemod/project/a.ts': code })).to.deep.equal([]);
    });

  it('find a package out of its home', () => {
    const files = {
      'src/server/a.ts': "import { parse } from '@babel/parser';\nexport const p = parse;\n",
      'src/codemod/ast/b.ts': "import { parse } from '@babel/parser';\nexport const p = parse;\n",
      'node_modules/@babel/parser/package.json': '{ "name": "@babel/parser", "main": "index.js" }',
      'node_modules/@babel/parser/index.js': '',
    };
    expect(broken(files)).to.deep.equal(['home-of--babel-parser']);
  });

  it('allow what they allow', () => {
    expect(
      broken({
        'src/v2/a.ts': "import { x } from '../origins/b.js';\nexport const y = x;\n",
        'src/origins/b.ts': empty,
      }),
    ).to.deep.equal([]);
  });
});

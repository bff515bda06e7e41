import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** What each part may import beside itself; a part that is not named here has no place yet. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  policy: [],
  warnings: [],
  legacy: ['policy', 'warnings'],
  v4: ['policy', 'warnings'],
  terminal: [],
  doctor: ['policy', 'warnings', 'terminal'],
  'translate.ts': ['legacy', 'v4', 'policy', 'warnings'],
  server: ['translate.ts', 'legacy', 'v4', 'policy', 'warnings'],
  codemod: ['translate.ts', 'legacy', 'v4', 'policy', 'warnings', 'terminal'],
  explain: ['translate.ts', 'legacy', 'v4', 'policy', 'warnings', 'terminal'],
  // The linter says what the command says, so it stands on the codemod, as the command does.
  eslint: ['codemod', 'warnings'],
  'index.ts': ['translate.ts', 'legacy', 'v4', 'policy', 'warnings'],
  cli: ['codemod', 'doctor', 'explain', 'translate.ts', 'legacy', 'v4', 'policy', 'warnings', 'terminal'],
};

/** What a module imports or passes on, of ours: `import … from`, `export … from`, `import '…'`, `import('…')`. */
function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const specifiers = code.matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*'(\.[^']*)'/g);
  return [...specifiers].map(([, specifier]) => specifier as string);
}

/** The part that a module belongs to: its folder under src, or itself. */
function partOf(module: string): string {
  return module.split('/')[0] as string;
}

const MODULES = new Map(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const targets = importsOf(readFileSync(join(SRC, name), 'utf8')).map((specifier) =>
        relative(SRC, join(SRC, dirname(name), specifier.replace(/\.js$/, '.ts')))
          .split(sep)
          .join('/'),
      );
      return [name.split(sep).join('/'), targets] as const;
    }),
);

const EDGES = [...MODULES].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));

describe('the structure of src', () => {
  it('is read: each import leads to a module', () => {
    expect(EDGES.filter(({ to }) => !MODULES.has(to))).to.deep.equal([]);
    expect(MODULES.get('translate.ts')).to.include.members(['legacy/parse.ts', 'v4/server-options.ts']);
  });

  it('has a place for every part', () => {
    const parts = new Set([...MODULES.keys()].map(partOf));
    expect(Object.keys(MAY_IMPORT)).to.include.members([...parts]);
  });

  for (const [part, others] of Object.entries(MAY_IMPORT)) {
    it(`lets ${part} import ${others.join(', ') || 'nothing of ours'}`, () => {
      const strays = EDGES.filter(
        ({ from, to }) => partOf(from) === part && ![part, ...others].includes(partOf(to)),
      );
      expect(strays.map(({ from, to }) => `${from} → ${to}`)).to.deep.equal([]);
    });
  }

  it('lets nothing import index.ts', () => {
    expect(EDGES.filter(({ to }) => to === 'index.ts')).to.deep.equal([]);
  });

  it('goes nowhere round', () => {
    expect(cyclesIn(MODULES)).to.deep.equal([]);
  });

  it('would notice what goes round', () => {
    const round = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', ['a']],
      ['d', []],
    ]);
    expect(cyclesIn(round)).to.deep.equal(['a → b → c → a']);
  });

  it('would notice every way to import', () => {
    const text = `
      import a from './a.js'; import type { b } from '../b.js'; export * from './c.js'; import './d.js';
      // import './no.js'
      const e = await import('./e.js'), f = require('./f.js'); import { readFile } from 'node:fs';`;
    expect(importsOf(text)).to.deep.equal(['./a.js', '../b.js', './c.js', './d.js', './e.js', './f.js']);
  });

  it('has no utils.ts, helpers.ts or common.ts, and no file past 250 lines', () => {
    const names = [...MODULES.keys()];
    expect(names.filter((name) => /(?:^|\/)(?:utils?|helpers?|common)\.ts$/.test(name))).to.deep.equal([]);
    const lengthOf = (name: string) => readFileSync(join(SRC, name), 'utf8').split('\n').length - 1;
    expect(names.filter((name) => lengthOf(name) > 250)).to.deep.equal([]);
  });
});

/** The ways round, each told once, from where it was entered. */
function cyclesIn(modules: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (module: string, path: readonly string[]): void => {
    const start = path.indexOf(module);
    if (start !== -1) cycles.push([...path.slice(start), module].join(' → '));
    if (start !== -1 || done.has(module)) return;
    for (const target of modules.get(module) ?? []) visit(target, [...path, module]);
    done.add(module);
  };
  for (const module of modules.keys()) visit(module, []);
  return cycles;
}

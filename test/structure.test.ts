import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '@babel/parser';
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

/** The same within the codemod: what its stages share, the stages, the flow through them, and the files around it. */
const CODEMOD_MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  findings: [],
  scope: [],
  syntax: ['scope'],
  source: ['findings', 'scope', 'syntax'],
  find: ['syntax'],
  read: ['find', 'findings', 'source', 'syntax'],
  // What is planned is not edited yet, and what edits is told what to write: neither knows the other.
  plan: ['read', 'findings', 'source', 'syntax'],
  edit: ['find', 'read', 'source', 'syntax'],
  flow: ['find', 'read', 'plan', 'edit', 'findings', 'source', 'syntax'],
  files: ['flow', 'find', 'findings', 'syntax'],
  report: ['files', 'findings'],
};

/** Files of the codemod that hold several things of a kind, so that none of them is what the file is named after. */
const NAMED_AFTER_THEIR_KIND = [
  'codemod/edit/edit-statements.ts',
  'codemod/files/temporary-files.ts',
  'codemod/find/nest-sites.ts',
  'codemod/index.ts',
  'codemod/read/run-time-value.ts',
  'codemod/scope/bound-identifiers.ts',
  'codemod/scope/node-kinds.ts',
  'codemod/source/comments.ts',
  'codemod/syntax/babel.ts',
];

/** Packages, each with its home; Node's own modules and the types of a parser may stand anywhere. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  'socket.io': ['server', 'translate.ts', 'v4'],
  zod: ['legacy'],
  semver: ['codemod', 'legacy', 'v4'],
  debug: ['server'],
  '@babel/parser': ['codemod'],
  'magic-string': ['codemod'],
  diff: ['codemod', 'eslint'],
  ignore: ['codemod'],
  eslint: ['eslint'],
  sarif: ['codemod'],
  '@babel/types': ['codemod'],
  // The package.json of the socket.io that is installed, by a name that is only known then.
  manifest: ['v4'],
};

/**
 * What a module imports, in whatever way: `import`, `export … from`, `import()`, `require()`, `import x = require()`,
 * the type `import('…')`. What is only known at run time gives its text.
 */
function importsOf(text: string): string[] {
  const imports: string[] = [];
  const visit = (node: Node): void => {
    const source = sourceOf(node);
    if (source !== undefined)
      imports.push(
        source.type === 'StringLiteral' ? (source.value as string) : text.slice(source.start, source.end),
      );
    for (const child of Object.values(node).flat()) if (isNode(child)) visit(child);
  };
  const { program } = parse(text, {
    sourceType: 'module',
    plugins: ['typescript'],
    createImportExpressions: true,
  });
  visit(program as unknown as Node);
  return imports;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The specifier of an import, where a node is one. */
function sourceOf(node: Node): Node | undefined {
  const { type, source, argument, expression, callee } = node;
  if (type === 'TSImportType') return argument as Node;
  if (type === 'TSExternalModuleReference') return expression as Node;
  if (type === 'CallExpression' && (callee as Node).name === 'require') return (node.arguments as Node[])[0];
  return /^(?:Import|Export)/.test(type) && isNode(source) ? source : undefined;
}

/** The part that a module belongs to: its folder under src, or itself. */
function partOf(module: string): string {
  return module.split('/')[0] as string;
}

/** The stage of the codemod that a module of it belongs to: its folder, or the flow itself, which stands in none. */
function stageOf(module: string): string {
  const [, stage, file] = module.split('/');
  return file === undefined ? 'flow' : (stage as string);
}

/** The names that a module gives to what it declares for others. */
function exportsOf(text: string): string[] {
  const { program } = parse(text, { sourceType: 'module', plugins: ['typescript'] });
  return program.body.flatMap((statement) => {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : undefined;
    if (declared?.type === 'VariableDeclaration')
      return declared.declarations.map(({ id }) => (id as { readonly name?: string }).name ?? '');
    return declared && 'id' in declared ? [(declared.id as { readonly name: string }).name] : [];
  });
}

/** Whether a module is named after something that it exports: `find-servers.ts` after `findServers`. */
function isNamedAfterExport(module: string, text: string): boolean {
  const name = basename(module, '.ts').replaceAll('-', '');
  return exportsOf(text).some((exported) => exported.replaceAll('_', '').toLowerCase() === name);
}

/** The package that a module is of. */
function packageOf(specifier: string): string {
  return /^(?:@[^/]*\/)?[^/]*/.exec(specifier)?.[0] ?? specifier;
}

const MODULES = new Map(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.c?ts$/.test(name))
    .map((name) => {
      const specifiers = importsOf(readFileSync(join(SRC, name), 'utf8'));
      const ours = specifiers
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => relative(SRC, join(SRC, dirname(name), specifier.replace(/\.js$/, '.ts'))));
      const others = specifiers.filter((specifier) => !specifier.startsWith('.'));
      return [
        name.split(sep).join('/'),
        { ours: ours.map((to) => to.split(sep).join('/')), others },
      ] as const;
    }),
);

const OURS = new Map([...MODULES].map(([name, { ours }]) => [name, ours] as const));
const EDGES = [...OURS].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));

describe('the structure of test and scripts', () => {
  it('takes src, never what was built of it: only the packed package is tested as it is shipped', () => {
    const root = join(SRC, '..');
    const built = ['test', 'scripts', 'playground/src', 'examples'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.[cm]?ts$/.test(name) && !/(?:^|[\\/])(?:fixtures|node_modules)[\\/]/.test(name))
        .flatMap((name) =>
          importsOf(readFileSync(join(root, folder, name), 'utf8'))
            .filter((specifier) => /^\.{1,2}\/(?:.*\/)?dist\//.test(specifier))
            .map((specifier) => `${folder}/${name} → ${specifier}`),
        ),
    );
    expect(built).to.deep.equal([]);
  });
});

describe('the structure of src', () => {
  it('is read: each import leads to a module', () => {
    expect(EDGES.filter(({ to }) => !MODULES.has(to))).to.deep.equal([]);
    expect(OURS.get('translate.ts')).to.include.members(['legacy/parse.ts', 'v4/server-options.ts']);
    expect(OURS.get('server/commonjs.cts')).to.deep.equal(['server/index.ts']);
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

  const codemod = EDGES.filter(({ from, to }) => [from, to].every((one) => partOf(one) === 'codemod'));
  for (const [stage, others] of Object.entries(CODEMOD_MAY_IMPORT)) {
    it(`lets ${stage} of the codemod import ${others.join(', ') || 'nothing else of it'}`, () => {
      const own = codemod.filter(({ from }) => stageOf(from) === stage);
      const strays = own.filter(({ to }) => ![stage, ...others].includes(stageOf(to)));
      expect(strays.map(({ from, to }) => `${from} → ${to}`)).to.deep.equal([]);
      // What is allowed is made use of, so that the list says how things are.
      expect([...new Set(own.map(({ to }) => stageOf(to)))]).to.include.members([...others]);
    });
  }

  it('has a place for every folder of the codemod', () => {
    const stages = [...MODULES.keys()].filter((name) => partOf(name) === 'codemod').map(stageOf);
    expect([...new Set(stages)]).to.have.members(Object.keys(CODEMOD_MAY_IMPORT));
  });

  it('names each file of the codemod after what it exports', () => {
    const others = [...MODULES.keys()].filter(
      (name) =>
        partOf(name) === 'codemod' && !isNamedAfterExport(name, readFileSync(join(SRC, name), 'utf8')),
    );
    expect(others).to.have.members(NAMED_AFTER_THEIR_KIND);
  });

  it('would notice a file that is not named after what it exports', () => {
    const text = "export function findServers() {} export const TODO_MARK = ''; export * from './x.js';";
    expect(isNamedAfterExport('codemod/find/find-servers.ts', text)).to.equal(true);
    expect(isNamedAfterExport('codemod/todo-mark.ts', text)).to.equal(true);
    expect(isNamedAfterExport('codemod/find/servers.ts', text)).to.equal(false);
    expect(stageOf('codemod/find/find-servers.ts')).to.equal('find');
    expect(stageOf('codemod/migrate-source.ts')).to.equal('flow');
  });

  it('has one home for each package, and none for this one itself', () => {
    const strays = [...MODULES].flatMap(([from, { others }]) =>
      others
        .filter((name) => !name.startsWith('node:') && !HOMES[packageOf(name)]?.includes(partOf(from)))
        .map((name) => `${from} → ${name}`),
    );
    expect(strays).to.deep.equal([]);
  });

  it('lets nothing import index.ts', () => {
    expect(EDGES.filter(({ to }) => to === 'index.ts')).to.deep.equal([]);
  });

  it('goes nowhere round', () => {
    expect(cyclesIn(OURS)).to.deep.equal([]);
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
      const e = await import('./e.js'), f = require("./f.js"); import { readFile } from 'node:fs';
      import g = require('./g.js'); type H = import('./h.js').H; let i: typeof import('./i.js');
      export { j } from './j.js'; export type { k } from './k.js'; import(name); import(l + '.js');`;
    expect(importsOf(text)).to.deep.equal([
      ...[
        './a.js',
        '../b.js',
        './c.js',
        './d.js',
        './e.js',
        './f.js',
        'node:fs',
        './g.js',
        './h.js',
        './i.js',
      ],
      ...['./j.js', './k.js', 'name', "l + '.js'"],
    ]);
  });

  it('would notice a home that is not its own', () => {
    expect(packageOf('@babel/parser/lib/x.js')).to.equal('@babel/parser');
    expect(packageOf('semver/ranges/valid.js')).to.equal('semver');
    expect(HOMES).to.not.have.property(packageOf('socket.io-cors-compat/eslint'));
  });

  it('has no utils.ts, helpers.ts or common.ts, and no file past 250 lines', () => {
    const names = [...MODULES.keys()];
    expect(names.filter((name) => /(?:^|\/)(?:utils?|helpers?|common)\.c?ts$/.test(name))).to.deep.equal([]);
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

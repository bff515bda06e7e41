import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type * as t from '@babel/types';
import { expect } from 'chai';
import { declaredIdentifiers } from '../../../src/codemod/ast/identifiers.js';
import { parseSource } from '../../../src/codemod/ast/parse.js';
import { NodePath } from '../../../src/codemod/ast/path.js';
import { openProgram } from '../../../src/codemod/ast/scopes.js';
import { childNodes, isStatementType } from '../../../src/codemod/ast/tree.js';
import { type Reading, readingOfBabel, readingOfOurs } from './scopes.js';

const ROOT = resolve(import.meta.dirname, '../../..');
const require = createRequire(import.meta.url);
const { FLIPPED_ALIAS_KEYS, TYPES } = require('@babel/types') as {
  FLIPPED_ALIAS_KEYS: Record<string, string[]>;
  TYPES: string[];
};

/** Packages in every style: old and new CommonJS, bundles, ES modules, TypeScript. */
const PACKAGES = [
  ...['debug', 'express', 'chai', 'semver', 'socket.io', 'socket.io-2.5', 'engine.io', 'diff', 'ignore'],
  ...['fast-check', 'zod', '@babel/traverse', 'mocha', 'ws', 'socket.io-client', 'jscodeshift'],
];
const FILES_OF_EACH = 40;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:[cm]?js|[jt]sx|[cm]?ts)$/.test(name) && !/\.d\.[cm]?ts$/.test(name))
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile() && statSync(file).size < 60_000)
    .sort();
}

/** A number of elements, spread over a list. */
function some(files: readonly string[], count: number): string[] {
  const step = Math.max(1, files.length / count);
  return Array.from(
    { length: Math.min(count, files.length) },
    (_, index) => files[Math.floor(index * step)] as string,
  );
}

/** @returns undefined for code that does not parse, or calls eval(), which may change variables that are constant for Babel */
function parsed(file: string): t.File | undefined {
  const code = readFileSync(file, 'utf8');
  if (/\beval\(/.test(code)) return undefined;
  const result = parseSource(code, file);
  return 'type' in result ? result : undefined;
}

/** The names that TypeScript's syntax declares, and Babel ignores. */
function typeScriptNames(node: t.Node): string[] {
  const declares = /^TS(?:EnumDeclaration|ModuleDeclaration|ParameterProperty)$/.test(node.type);
  const own = declares ? declaredIdentifiers(node).map(({ name }) => name) : [];
  return [...own, ...childNodes(node).flatMap((child) => typeScriptNames(child.node))];
}

/** The names in the defaults of parameters that only the body declares. */
function outOfSight({ names }: Reading): string[] {
  return names.filter(({ meaning }) => meaning.endsWith(' - true')).map(({ name }) => name);
}

function without({ variables, names }: Reading, left: ReadonlySet<string>): Reading {
  return {
    variables: variables.filter(({ name }) => !left.has(name)),
    names: names.filter(({ name }) => !left.has(name)),
  };
}

/** @returns the number of compared files */
function compare(files: readonly string[]): number {
  let compared = 0;
  for (const file of files) {
    const tree = parsed(file);
    if (tree === undefined) continue;
    const babels = readingOfBabel(tree);
    const left = new Set([...typeScriptNames(tree.program), ...outOfSight(babels)]);
    expect(without(readingOfOurs(tree), left), file).to.deep.equal(without(babels, left));
    compared++;
  }
  return compared;
}

describe('scopes and bindings, compared with @babel/traverse', function () {
  this.timeout(120_000);

  it('are the same in every fixture and in our own sources', () => {
    const files = ['test/fixtures', 'src', 'test/codemod', 'examples'].flatMap((folder) =>
      filesIn(join(ROOT, folder)).filter((file) => !file.includes('node_modules')),
    );
    expect(compare(files)).to.be.above(200);
  });

  for (const name of PACKAGES) {
    it(`are the same in ${name}`, () => {
      const folder = join(ROOT, 'node_modules', name);
      expect(compare(some(filesIn(folder), FILES_OF_EACH))).to.be.above(0);
    });
  }
});

describe('scopes and bindings', () => {
  const open = (code: string, filename = 'file.js') => openProgram(parseSource(code, filename) as t.File);
  /** How often the value of `io` changes, and whether the last mention of `io` is that variable. */
  const io = (code: string, filename?: string) => {
    const program = open(code, filename);
    const outer = program.scope.getBinding('io');
    let last: unknown;
    program.traverse({
      Identifier(path) {
        if (path.node.name === 'io' && path.isReferencedIdentifier()) last = path.scope.getBinding('io');
      },
    });
    return { changes: outer?.constantViolations.length, isOuter: last === outer && outer !== undefined };
  };

  const CASES: readonly (readonly [string, string, boolean, string?])[] = [
    ['a parameter hides', 'var io = 1; function f(io) { io }', false],
    [
      'a parameter property hides',
      'const io = 1; class A { constructor(private io: B) { io } }',
      false,
      'a.ts',
    ],
    ['a block hides', 'var io = 1; { let io = 2; io }', false],
    ['a hoisted function hides', 'var io = 1; function f() { io; function io() {} }', false],
    ['a hoisted var hides', 'var io = 1; function f() { io; if (0) { var io; } }', false],
    ['a caught error hides', 'var io = 1; try {} catch (io) { io }', false],
    ['a loop hides', 'var io = 1; for (const io of list) { io }', false],
    ["a function expression's own name hides", 'var io = 1; (function io() { io })', false],
    ['an enum hides', 'const io = 1; { enum io { A } io }', false, 'a.ts'],
    [
      'a namespace hides',
      'const io = 1; namespace N { namespace io { export const a = 1; } io }',
      false,
      'a.ts',
    ],
    ["a method's computed name is outside of it", 'var io = 1; class A { [io](io) {} }', true],
    ['an arrow function hides nothing', 'var io = 1; () => io', true],
  ];
  for (const [title, code, isOuter, filename] of CASES) {
    it(title, () => {
      expect(io(code, filename).isOuter).to.equal(isOuter);
    });
  }

  const CHANGES: readonly (readonly [string, number, string?])[] = [
    ['var io = 1; io = 2', 1],
    ['var io = 1; with (app) { io = 2 }', 1],
    ['var io = 1; [io] = list', 1],
    ['var io = 1; ({ a: io = 3, ...b } = c)', 1],
    ['var io = 1; for (io of list);', 1],
    ['var io = 1; io++', 1],
    ['var io = 1; var io = 2', 1],
    ['for (;;) { var io = 1; }', 1],
    ['function io() {} namespace io { export const a = 1; }', 0, 'a.ts'],
    ["import io from 'x'; io.a = 1", 0],
  ];
  for (const [code, changes, filename] of CHANGES) {
    it(`counts ${changes} further values in ${code}`, () => {
      expect(io(code, filename).changes).to.equal(changes);
    });
  }

  it('have a path without a node for a missing child', () => {
    const [statement] = open('var a, [, b] = c;').get('body');
    const [first, second] = (statement as never as { get(key: string): never[] }).get(
      'declarations',
    ) as never as {
      get(key: string): { node: unknown; get(key: string): { node: unknown }[] };
    }[];
    expect(first?.get('init').node).to.equal(null);
    expect(
      second
        ?.get('id')
        .get('elements')
        .map(({ node }) => node === null),
    ).to.deep.equal([true, false]);
  });

  it('visit in the order of the code, skip children, and stop', () => {
    const seen: string[] = [];
    open('a; (function () { b }); c; d').traverse({
      FunctionExpression: (path) => path.skip(),
      Identifier(path) {
        seen.push(path.node.name);
        if (path.node.name === 'c') path.stop();
      },
    });
    expect(seen).to.deep.equal(['a', 'c']);
  });

  it('know the groups of types that Babel knows', () => {
    const isPlain = (type: string) =>
      !/Placeholder|^Noop$|^ForAwaitStatement$|^Enum(?:Boolean|Number|String|Symbol)/.test(type);
    const types = TYPES.filter((type) => isPlain(type) && FLIPPED_ALIAS_KEYS[type] === undefined);
    const isIn = (type: string, group: 'isClass' | 'isForXStatement' | 'isFunction' | 'isLoop') =>
      new NodePath({ type } as t.Node, {} as t.Node, null as never, null, null)[group]();
    const groups = (['isClass', 'isForXStatement', 'isFunction', 'isLoop'] as const).map(
      (name) => [name, (type: string) => isIn(type, name)] as const,
    );
    for (const [name, holds] of [...groups, ['isStatement', isStatementType] as const]) {
      const alias = FLIPPED_ALIAS_KEYS[name.slice(2)] as string[];
      expect(types.filter(holds).sort(), name).to.deep.equal(alias.filter(isPlain).sort());
    }
  });

  it('reach every node once', () => {
    const tree = parsed(join(dirname(require.resolve('@babel/traverse')), 'scope/index.js')) as t.File;
    const seen = new Set<t.Node>();
    const visit = (node: t.Node) => {
      expect(seen.has(node)).to.equal(false);
      seen.add(node);
      for (const child of childNodes(node)) visit(child.node);
    };
    visit(tree.program);
    expect(seen.size).to.be.above(5000);
  });
});

import { readFileSync } from 'node:fs';
import { expect } from 'chai';

const read = (name: string) => readFileSync(new URL(`../../../src/server/${name}`, import.meta.url), 'utf8');

/** Names as `export { A, type B, C as default }` gives them, but for the default, which is the module itself. */
function namesExported(code: string): string[] {
  const listed = [...code.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = '']) =>
    names.split(','),
  );
  const plain = listed
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => !name.endsWith(' as default'));
  const aliases = [...code.matchAll(/^export import (\w+) =/gm)].map(([, name]) => name as string);
  return [...plain, ...aliases].sort();
}

describe("the types of require('socket.io-cors-compat/server')", () => {
  it('are those of the ES module', () => {
    const types = [...read('commonjs.cts').matchAll(/^ {2}export type (\w+)/gm)].map(([, name]) => name);
    const names = namesExported(read('index.ts'));
    expect(names).to.include.members(['Server', 'Socket', 'AllowRequest', 'SettingsIssue']);
    expect(types.sort()).to.deep.equal(names);
  });
});

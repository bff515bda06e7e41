import { readFileSync } from 'node:fs';
import { expect } from 'chai';

const read = (name: string) => readFileSync(new URL(`../../src/server/${name}`, import.meta.url), 'utf8');

/** The names that `export { A, type B as C, D as default }` gives, without the default, which is the module itself. */
function namesExported(code: string): string[] {
  const listed = [...code.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = '']) =>
    names.split(','),
  );
  const plain = listed
    .map((name) => name.trim().replace(/^(?:type )?(?:\w+ as )?/, ''))
    .filter((name) => name !== '' && name !== 'default');
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

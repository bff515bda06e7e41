import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readFixtures } from '../../codemod/fixtures.js';

/** The declarations that the fixtures lack. */
const AMBIENT = `
declare const server: import('http').Server;
declare const x: boolean;
declare const list: string[];
declare const other: import('http').Server;
export {};
`;

/** Code that is left for manual review does not compile, and must be excluded. */
const isLeft = ({ findings }: { findings: string }) => findings.includes(' manual ');

describe('imports and types in migrated code', function () {
  this.timeout(60_000);
  const fixtures = readFixtures('shapes').filter(
    ({ name, filename }) => /\/(?:import|typed)-/.test(name) && filename.endsWith('.ts'),
  );

  /** The fixtures in which the compiler finds errors. */
  const wrongIn = (type: 'module' | 'commonjs', code: 'input' | 'expected'): string[] => {
    // Inside the repository, so that the packages are found.
    const folder = mkdtempSync(join(import.meta.dirname, '../../../node_modules/.types-'));
    try {
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ type }));
      const files = fixtures.map((fixture) => {
        const file = join(folder, `${fixture.name.replace('/', '-')}.ts`);
        writeFileSync(file, fixture[code] + AMBIENT);
        return file;
      });
      const options = [
        '--noEmit',
        '--ignoreConfig',
        '--module',
        'nodenext',
        '--target',
        'es2022',
        '--types',
        'node',
      ];
      const tsc = join(import.meta.dirname, '../../../node_modules/typescript/bin/tsc');
      const { stdout } = spawnSync(
        process.execPath,
        [tsc, ...options, '--strict', '--skipLibCheck', ...files],
        {
          encoding: 'utf8',
        },
      );
      return fixtures
        .map(({ name }) => name)
        .filter((name) => stdout.includes(`${name.replace('/', '-')}.ts(`));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  for (const type of ['module', 'commonjs'] as const) {
    it(`compile with v4's types in a package of type ${type}, except for manual findings`, () => {
      expect(wrongIn(type, 'expected')).to.deep.equal(fixtures.filter(isLeft).map(({ name }) => name));
    });

    it(`did not compile before the migration, in a package of type ${type}`, () => {
      expect(wrongIn(type, 'input')).to.deep.equal(fixtures.map(({ name }) => name));
    });
  }
});

import type { parse } from '@babel/parser';
import { expect } from 'chai';
import { parseSource } from '../../src/codemod/ast/parse.js';
import { migrateSource } from '../../src/codemod/index.js';
import { findingsText, optionsIn, readFixtures } from './fixtures.js';

for (const group of ['programs', 'shapes', 'untouched', 'left']) {
  describe(`migrateSource: ${group}`, () => {
    for (const { name, filename, input, expected, findings } of readFixtures(group)) {
      describe(name, () => {
        const result = migrateSource(input, { filename, ...optionsIn(input) });

        it('gives the expected code and findings', () => {
          expect(result.code).to.equal(expected);
          expect(findingsText(result.findings)).to.equal(findings);
          expect(result.changed).to.equal(input !== expected);
        });

        it('changes nothing when it is run again', () => {
          const again = migrateSource(result.code, { filename, ...optionsIn(input) });
          expect(again.code).to.equal(result.code);
          expect(again.findings.filter(({ action }) => action === 'migrated')).to.deep.equal([]);
        });

        it('changes nothing on v4 when nothing was left for review, whatever release the code comes from', () => {
          for (const from of ['2.0.4', '2.4.0', '2.5.1']) {
            const first = migrateSource(input, { filename, ...optionsIn(input), from });
            if (first.findings.some(({ action }) => action === 'manual')) continue;
            const again = migrateSource(first.code, { filename, ...optionsIn(input), from: '^4.0.0' });
            expect(again.code, from).to.equal(first.code);
          }
        });

        it('gives code that parses, with every comment in it', () => {
          const parsed = parseSource(result.code, filename);
          expect(parsed).to.have.property('type', 'File');
          // A directive leaves with the line that it is about.
          for (const { value } of commentsOf(input, filename))
            if (!/^ (?:@ts-|eslint-disable-next-line|c8 ignore)/.test(value))
              expect(result.code).to.include(value);
        });

        if (group === 'untouched') {
          it('is left as it is', () => {
            expect(result).to.deep.equal({ code: input, changed: false, findings: [] });
          });
        }
        if (group === 'left') {
          it('is left for manual review, with nothing but a comment', () => {
            const withoutTodo = result.code.replace(
              /[ \t]*\/\/ TODO\(socketio-cors\)[^\r\n]*\r?\n[ \t]*\/\/ {3}npx [^\r\n]*\r?\n/g,
              '',
            );
            expect(withoutTodo).to.equal(input);
            expect(result.findings.map(({ action }) => action)).to.include('manual');
          });
        }
      });
    }
  });
}

function commentsOf(code: string, filename: string) {
  const parsed = parseSource(code, filename) as ReturnType<typeof parse>;
  return parsed.comments ?? [];
}

import { expect } from 'chai';
import { codemodTexts as catalogue } from '../../src/codemod/analyze/warning-of.js';
import { migrateSource } from '../../src/codemod/index.js';
import { codemodCatalogue } from '../../src/messages/codemod.js';
import type { WarningCode } from '../../src/messages/settings.js';
import { docsOf } from '../../src/messages/warn.js';
import { sectionsUnder, slugOf } from '../migration-guide/read-guide.js';

const CODES = (Object.keys(codemodCatalogue) as WarningCode[]).sort();
const SECTIONS = sectionsUnder('What the codemod says');

/** What is said of package.json, which the files around the codemod read. */
const OF_MANIFESTS = /^MANIFEST_/;

describe('MIGRATION.md, of the codemod', () => {
  it('has one section for each code, in alphabetical order', () => {
    expect(SECTIONS.map(({ title }) => `MIGRATION.md#${slugOf(title)}`)).to.deep.equal(CODES.map(docsOf));
  });

  for (const code of CODES) {
    const section = SECTIONS.find(({ title }) => docsOf(code) === `MIGRATION.md#${slugOf(title)}`);

    it(`says of ${code} how bad it is`, () => {
      const { severity, effect } = catalogue[code];
      expect(section?.lines[0]).to.equal(`\`${code}\` · ${severity} · ${effect}`);
    });

    if (OF_MANIFESTS.test(code)) continue;
    it(`shows code that ${code} is found in, and code that it is not`, () => {
      const found = (label: string) =>
        (section?.blocks ?? [])
          .filter((block) => block.label === label)
          .flatMap((block) =>
            migrateSource(block.code, { filename: 'server.js' }).findings.map((finding) => finding.code),
          );
      expect(found('Before')).to.include(code);
      expect(found('After')).to.not.include(code);
    });
  }
});

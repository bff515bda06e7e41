import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { readDocument } from './read-fences.js';

const DOCUMENTS = [
  'README.md',
  'MIGRATION.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'docs/codes.md',
  'docs/observe.md',
  'docs/verification.md',
];

/** The anchor that GitHub gives a heading. */
const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

const withoutFences = (text: string): string => text.replace(/^```.*\n[\s\S]*?^```$/gm, '');

describe('links in the documents', () => {
  for (const document of DOCUMENTS) {
    it(`${document} links to files and headings that exist`, () => {
      const text = withoutFences(readDocument(document));
      for (const [, link = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
        if (/^https?:/.test(link)) continue;
        const [path = '', anchor] = link.split('#');
        const url = new URL(
          path === '' ? document : path,
          new URL(`../../${path === '' ? '' : document}`, import.meta.url),
        );
        expect(existsSync(url), link).to.be.true;
        if (anchor === undefined) continue;
        const target = path === '' ? text : withoutFences(readDocument(url.href.split(root)[1] as string));
        const anchors = [...target.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => slugOf(title));
        expect(anchors, link).to.include(anchor);
      }
    });
  }
});

const root = new URL('../../', import.meta.url).href;

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { bundleForBrowser } from '../../scripts/bundle-for-browser.mjs';
import { type MigrateResult, migrateSource } from '../../src/codemod/index.js';
import { optionsIn, readFixtures } from '../codemod/fixtures.js';
import { openPages, type Pages } from './chromium.js';

describe('migrateSource in Chromium', () => {
  let pages: Pages;
  let page: Page;
  let code: string;
  before(async () => {
    ({ code } = await bundleForBrowser());
    pages = await openPages();
    page = await pages.of('http://codemod.test');
    const contentType = 'text/javascript';
    await page.route('**/codemod.js', (route) => route.fulfill({ contentType, body: code }));
  });
  after(() => pages?.close());

  it('needs no builtin of Node, and no process', () => {
    // `import('node:http').IncomingMessage` is a type, in code that is written for users.
    expect(code).not.to.match(/(?:from|import|require)\s*\(?\s*["'`]node:[\w/]+["'`](?!\)\.[A-Z])/);
    expect(code).not.to.match(/process\.env/);
  });

  for (const group of ['programs', 'shapes', 'untouched', 'left']) {
    it(`does with the fixtures "${group}" what it does in Node`, async () => {
      for (const { name, filename, input } of readFixtures(group)) {
        const options = { filename, ...optionsIn(input) };
        const call = `import('/codemod.js').then(({ migrateSource }) => migrateSource(${JSON.stringify(input)}, ${JSON.stringify(options)}))`;
        const result = await page.evaluate<MigrateResult>(call);
        expect(result, name).to.deep.equal(JSON.parse(JSON.stringify(migrateSource(input, options))));
      }
    });
  }
});

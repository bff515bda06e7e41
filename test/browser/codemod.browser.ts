import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { type MigrateResult, migrateSource } from '../../src/codemod/index.js';
import { optionsIn, readFixtures } from '../codemod/fixtures.js';
import { openPages, type Pages } from './chromium.js';
import { buildCodemod, type CodemodBuilds } from './codemod-builds.js';

/** The globals that each way adds to a page: zod's own, and without a bundler the parser. */
const ZOD = '__zod_globalConfig';
const WAYS = {
  'no bundler': ['Symbol(socket.io-cors-compat/babel-parser)', ZOD],
  esbuild: [ZOD],
  rolldown: [ZOD],
  Vite: [ZOD],
} as const;

describe('migrateSource in Chromium', () => {
  let pages: Pages;
  let builds: CodemodBuilds;
  before(async () => {
    builds = await buildCodemod();
    pages = await openPages();
  });
  after(async () => {
    builds?.remove();
    await pages?.close();
  });

  const textOf = (path: string) => readFileSync(join(builds.folder, path), 'utf8');
  const openPage = async (name: string) => {
    const page = await pages.of(`http://${name}.test`);
    await page.route('**/*.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: textOf(new URL(route.request().url()).pathname),
      }),
    );
    return page;
  };

  for (const [way, globals] of Object.entries(WAYS) as [keyof typeof WAYS, readonly string[]][]) {
    describe(`by ${way}`, () => {
      let page: Page;
      let module: string;
      before(async () => {
        page = await openPage(way.replace(' ', '-'));
        module = builds.modules[way];
      });

      it('needs no modules of Node, and no `process`', () => {
        // `import('node:http').IncomingMessage` is a type, in code that is written for users.
        expect(textOf(module)).not.to.match(
          /(?:from|import|require)\s*\(?\s*["'`]node:[\w/]+["'`](?!\)\.[A-Z])/,
        );
        expect(textOf(module)).not.to.match(/process\.env/);
      });

      it(`adds these globals only: ${globals.join(', ')}`, async () => {
        const call = `(async () => {
          const before = new Set(Reflect.ownKeys(globalThis));
          await import('/${module}');
          return Reflect.ownKeys(globalThis).filter((key) => !before.has(key)).map(String);
        })()`;
        expect(await page.evaluate(call)).to.have.members(globals);
      });

      for (const group of ['programs', 'shapes', 'untouched', 'left']) {
        it(`does with the fixtures "${group}" what it does in Node`, async () => {
          for (const { name, filename, input } of readFixtures(group)) {
            const options = { filename, ...optionsIn(input) };
            const call = `import('/${module}').then(({ migrateSource }) => migrateSource(${JSON.stringify(input)}, ${JSON.stringify(options)}))`;
            const result = await page.evaluate<MigrateResult>(call);
            expect(result, name).to.deep.equal(JSON.parse(JSON.stringify(migrateSource(input, options))));
          }
        });
      }
    });
  }
});

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import type { ServerOptions } from 'socket.io';
import { register } from 'tsx/cjs/api';
import { codemodTexts as catalogue } from '../src/codemod/analyze/warning-of.js';
import { translateCors } from '../src/index.js';
import { codemodCatalogue } from '../src/messages/codemod.js';
import type { WarningCode } from '../src/messages/settings.js';
import { docsOf } from '../src/messages/warn.js';
import { type Block, guide, readGuide, sectionsUnder, slugOf } from './migration-guide/read-guide.js';
import { type Outcome, runBlock } from './migration-guide/run-block.js';

// What the codemod says of source code has a part of its own; test/codemod/guide.test.ts holds it.
const CODES = (Object.keys(catalogue) as WarningCode[]).filter((code) => !(code in codemodCatalogue)).sort();
const OF_CODE = new Set(sectionsUnder('What the codemod says').map(({ title }) => title));
const WARNINGS = sectionsUnder('Warnings');

// The guide's own convention: https://example.com is the page that is to connect, and nobody else is, but for
// http://localhost:3000. So whatever the guide recommends can be asked who gets in.
const LISTED = { origin: 'https://example.com' };
const OTHERS: readonly IncomingMessage['headers'][] = [
  { origin: 'https://evil.example' },
  { origin: 'https://example.com.evil.example' },
  { origin: 'https://evilexample.com' },
  { origin: 'https://ample.com' },
  { origin: 'null' },
  { origin: 'no URL' },
  { referer: 'https://evil.example/https://example.com/' },
  {},
];

/** What only comes out with a connected client or another node; test/server has these. */
const TAKES_A_CLUSTER_OR_CLIENT: ReadonlySet<WarningCode> = new Set([
  'AUTHORIZATION_FAILED',
  'PROPAGATED_ORIGINS_UNREADABLE',
  'ROOT_CONNECTION_LISTENERS_NOT_CALLED',
  'ROOT_MIDDLEWARE_GUARDS_NAMESPACES',
]);

describe('MIGRATION.md', () => {
  it('has one section for each code of the catalogue, in alphabetical order', () => {
    expect(WARNINGS.map(({ title }) => `MIGRATION.md#${slugOf(title)}`)).to.deep.equal(CODES.map(docsOf));
  });

  it('gives each section the same parts', () => {
    for (const code of CODES) {
      const { lines = [], blocks = [] } = sectionOf(code) ?? {};
      const { severity, effect } = catalogue[code];
      expect(lines[0]).to.equal(`\`${code}\` · ${severity} · ${effect}`);
      expect(lines.join('\n').match(/^\*\*.+?\*\*/gm), code).to.deep.equal(PARTS);
      expect(blocks[0]?.label, code).to.equal('Before');
      expect(blocks[1]?.label, code).to.equal('After');
    }
  });

  it('links to titles that exist', () => {
    const titles = readGuide().map(({ title }) => slugOf(title));
    const links = [...guide.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
    expect(links).to.not.be.empty;
    expect(titles).to.include.members(links);
  });

  describe('recommends only what admits the listed page and nobody else', () => {
    const recommended = readGuide()
      .filter(({ title }) => !OF_CODE.has(title))
      .flatMap(({ title, blocks }) =>
        blocks.filter(({ label }) => label !== 'Before').map((block) => ({ title, block })),
      );
    for (const { title, block } of recommended) {
      it(`${title}, line ${block.line + 1}`, async () => {
        const outcome = runBlock(block, translateCors);
        const options = optionsOf(outcome);
        expect(options.length + outcome.clients.length).to.be.at.least(1);
        for (const { allowRequest } of options) {
          expect(await admits(allowRequest, LISTED)).to.be.true;
          for (const headers of OTHERS)
            expect(await admits(allowRequest, headers), JSON.stringify(headers)).to.be.false;
        }
        for (const { Origin: origin } of outcome.clients) expect({ origin }).to.deep.equal(LISTED);
      });
    }
  });

  describe('shows settings that warn, and settings that do not', () => {
    for (const code of CODES) {
      if (TAKES_A_CLUSTER_OR_CLIENT.has(code)) continue;
      const codesOf = code.endsWith('_FAILED') ? codesAtRunTime : codesOfSettings;
      it(code, async () => {
        expect(await codesOf(blocksOf(code, 'Before'))).to.include(code);
        expect(await codesOf(blocksOf(code, 'After'))).to.not.include(code);
      });
    }
  });
});

const PARTS = [
  '**Cause.**',
  '**What v2 did.**',
  '**What v4 does.**',
  '**Remedy.**',
  '**Before**',
  '**After**',
];

function sectionOf(code: WarningCode) {
  return WARNINGS.find(({ title }) => docsOf(code) === `MIGRATION.md#${slugOf(title)}`);
}

function blocksOf(code: WarningCode, wanted: string): readonly Block[] {
  return sectionOf(code)?.blocks.filter(({ label }) => label === wanted) ?? [];
}

function optionsOf({ translations, servers }: Outcome): Partial<ServerOptions>[] {
  return [...translations.map(({ options }) => options), ...servers];
}

/** Without an `allowRequest` everybody is admitted. */
function admits(
  allowRequest: ServerOptions['allowRequest'] | undefined,
  headers: IncomingMessage['headers'],
): Promise<boolean> {
  return new Promise((resolve) => {
    if (allowRequest === undefined) resolve(true);
    else allowRequest(requestWith(headers, 'GET'), (_error, success) => resolve(success));
  });
}

/** The codes that translations have, and those that drop-in servers have said once they got a handshake. */
async function codesOfSettings(blocks: readonly Block[]): Promise<string[]> {
  const codes: string[] = [];
  for (const block of blocks) {
    const { translations, servers, warnings } = runBlock(block, translateCors);
    for (const { allowRequest } of servers) await admits(allowRequest, LISTED);
    for (const { code } of [...translations.flatMap((translation) => translation.warnings), ...warnings]) {
      codes.push(code);
    }
  }
  return codes;
}

/** The codes that the process warns of while the servers get handshakes and preflights. */
async function codesAtRunTime(blocks: readonly Block[]): Promise<string[]> {
  // A code is emitted once per process, so that it takes a copy of the package that has emitted nothing yet.
  const loader = register({ namespace: randomUUID() });
  const fresh = loader.require('../src/index.ts', import.meta.url) as { translateCors: typeof translateCors };
  const codes: string[] = [];
  const listeners = process.listeners('warning');
  process.removeAllListeners('warning').on('warning', (warning) => {
    codes.push((warning as NodeJS.ErrnoException).code ?? warning.name);
  });
  try {
    for (const { cors, allowRequest } of blocks.flatMap((block) =>
      optionsOf(runBlock(block, fresh.translateCors)),
    )) {
      for (const headers of [LISTED, ...OTHERS]) {
        await admits(allowRequest, headers);
        await preflight(cors, headers);
      }
    }
    await new Promise(setImmediate);
  } finally {
    loader.unregister();
    process.removeAllListeners('warning');
    for (const listener of listeners) process.on('warning', listener);
  }
  return codes;
}

function preflight(
  cors: ServerOptions['cors'] | undefined,
  headers: IncomingMessage['headers'],
): Promise<void> {
  return new Promise((resolve) => {
    if (typeof cors !== 'function') resolve();
    else cors(requestWith(headers, 'OPTIONS'), () => resolve());
  });
}

function requestWith(headers: IncomingMessage['headers'], method: string): IncomingMessage {
  return { headers, method, socket: {}, _query: {} } as unknown as IncomingMessage;
}

import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import type { ServerOptions } from 'socket.io';
import { translateCors } from '../../src/index.js';
import { guide, readGuide, sectionsUnder, slugOf } from './read-guide.js';
import { type Outcome, runBlock } from './run-block.js';

const OF_CODE = new Set(sectionsUnder('What the codemod says').map(({ title }) => title));

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

describe('MIGRATION.md', () => {
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
});

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

function requestWith(headers: IncomingMessage['headers'], method: string): IncomingMessage {
  return { headers, method, socket: {}, _query: {} } as unknown as IncomingMessage;
}

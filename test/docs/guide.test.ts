import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import type { ServerOptions } from 'socket.io';
import { translateCors } from '../../src/index.js';
import { type Fence, readFences } from './read-fences.js';
import { type Outcome, runBlock } from './run-block.js';

// In the guide's examples, these two pages may connect and no others may.
const LISTED = [{ origin: 'https://example.com' }, { origin: 'http://localhost:3000' }];
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
const ENVIRONMENTS = ['production', 'development'].map((NODE_ENV) => ({
  NODE_ENV,
  ORIGINS: 'https://example.com,http://localhost:3000',
}));

const BLOCKS = readFences('MIGRATION.md').filter(({ language }) => language === 'js');
const isServer = ({ code }: Fence) => !code.includes("require('socket.io-client')(");

describe('MIGRATION.md', () => {
  for (const [index, before] of BLOCKS.entries()) {
    if (before.label !== 'Before') continue;
    const after = BLOCKS[index + 1] as Fence;

    it(`answers what it shows before, under "${before.title}"`, async () => {
      expect([after.label, after.title]).to.deep.equal(['After', before.title]);
      if (!isServer(before)) {
        expect(runBlock(after, translateCors).clients).to.deep.equal([{ 'my-custom-header': 'abcd' }]);
        return;
      }
      for (const env of ENVIRONMENTS) {
        const was = await decisions(runBlock(before, translateCors, { env, isLegacy: true }));
        const is = await decisions(runBlock(after, translateCors, { env }));
        expect(is, env.NODE_ENV).to.deep.equal(was);
      }
    });
  }

  for (const block of BLOCKS) {
    if (block.label !== undefined) continue;
    it(`recommends only what allows listed pages, under "${block.title}"`, async () => {
      const decided = await decisions(runBlock(block, translateCors));
      expect(decided[0]).to.deep.equal([true, block.code.includes('localhost')]);
      expect(decided[1]).to.not.include(true);
    });
  }
});

/** What the server of a block decides for the listed pages, and for others. */
async function decisions({ translations, servers }: Outcome): Promise<boolean[][]> {
  const [options] = servers.length > 0 ? servers : translations.map((translation) => translation.options);
  if (options === undefined) throw new Error('The block makes no server.');
  const decided = (list: readonly IncomingMessage['headers'][]) =>
    Promise.all(list.map((headers) => admits(options.allowRequest, headers)));
  return [await decided(LISTED), await decided(OTHERS)];
}

/** Without an `allowRequest`, every request is allowed. */
function admits(
  allowRequest: ServerOptions['allowRequest'] | undefined,
  headers: IncomingMessage['headers'],
): Promise<boolean> {
  const request = { headers, method: 'GET', socket: {}, _query: {} } as unknown as IncomingMessage;
  return new Promise((resolve) => {
    if (allowRequest === undefined) resolve(true);
    else allowRequest(request, (_error, success) => resolve(success));
  });
}

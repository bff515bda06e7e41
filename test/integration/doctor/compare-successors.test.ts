import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { runCompare } from '../../../src/doctor/run.js';
import { Server as DropIn } from '../../../src/server/index.js';
import { translateCors } from '../../../src/translate.js';
import { type V2Release, v2, v4 } from './servers.js';

const PAGE = 'https://a.com';

/** By release, an entry that admits the page. */
const releases: readonly [release: V2Release, from: string, entry: string][] = [
  ['socket.io-1.4', '1.4.8', 'a.com:443'],
  ['socket.io-2.0', '2.0.4', 'a.com:443'],
  ['socket.io-2.1', '2.1.1', `${PAGE}:443`],
  ['socket.io-2.3', '2.3.0', `${PAGE}:443`],
  ['socket.io-2.4.0', '2.4.0', PAGE],
  ['socket.io-2.5', '2.5.1', `${PAGE}:443`],
];

interface Successor {
  readonly url: string;
  close(): unknown;
}

async function dropIn(origins: string[], from: string): Promise<Successor> {
  const httpServer = createServer();
  const io = new DropIn(httpServer, { origins, corsCompat: { from, onWarning() {} } });
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
    close: () => io.close(),
  };
}

const successors: Readonly<Record<string, (origins: string[], from: string) => Promise<Successor>>> = {
  'the drop-in': dropIn,
  'v4 with the translated options': (origins, from) =>
    v4(translateCors({ origins }, { from, semantics: 'exact' }).options),
  'v4 with cors alone': () => v4({ cors: { origin: [PAGE], credentials: true } }),
};

/** `cors` guards what browsers may read, and nothing else. */
const OPENED = ['http://foreign.example', 'null'].flatMap((origin) => [
  `${origin} websocket opens`,
  `${origin} jsonp opens`,
]);

describe('compare holds against its successors', () => {
  for (const [release, from, entry] of releases) {
    for (const [name, start] of Object.entries(successors)) {
      it(`${release}, ${name}`, async () => {
        const old = await v2({ origins: [entry] }, release);
        const successor = await start([entry], from);
        try {
          const { stdout, exitCode } = await runCompare({
            ...{ oldUrl: old.url, newUrl: successor.url, origins: [PAGE], format: 'json' },
          });
          const found = JSON.parse(stdout).differences.map(
            (one: Record<string, string>) => `${one.origin} ${one.request} ${one.effect}`,
          );
          const expected = name === 'v4 with cors alone' ? OPENED : [];
          expect(found).to.deep.equal(expected);
          expect(exitCode).to.equal(expected.length > 0 ? 1 : 0);
        } finally {
          await Promise.all([old.close(), successor.close()]);
        }
      });
    }
  }
});

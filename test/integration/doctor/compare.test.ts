import { expect } from 'chai';
import { runCompare } from '../../../src/doctor/run.js';
import { fakeEngine } from '../../doctor/fake-engine.js';
import { type Listening, raw, v2, v4 } from './servers.js';

const ORIGIN = 'https://a.com';

describe('compare, on real servers,', () => {
  const started: Listening[] = [];
  const start = async (server: Promise<Listening>) => {
    started.push(await server);
    return (await server).url;
  };
  afterEach(() => Promise.all(started.splice(0).map((listening) => listening.close())));

  it('shows that cors without allowRequest opens WebSocket and JSONP to any page', async () => {
    const oldUrl = await start(v2({ origins: [`${ORIGIN}:443`] }));
    const newUrl = await start(v4({ cors: { origin: [ORIGIN], credentials: true } }));
    const { stdout, exitCode } = await runCompare({ oldUrl, newUrl, origins: [ORIGIN], format: 'json' });
    const { differences } = JSON.parse(stdout);
    expect(exitCode).to.equal(1);
    expect(
      differences.map((one: Record<string, string>) => `${one.origin} ${one.request} ${one.effect}`),
    ).to.deep.equal([
      'http://foreign.example websocket opens',
      'http://foreign.example jsonp opens',
      'null websocket opens',
      'null jsonp opens',
    ]);
  });

  it('finds no difference if allowRequest checks the same list', async () => {
    const oldUrl = await start(v2({ origins: [`${ORIGIN}:443`] }));
    const allowRequest = (
      { headers }: { headers: Record<string, string> },
      callback: (error: null, ok: boolean) => void,
    ) => callback(null, [ORIGIN, `${ORIGIN}/`].includes(headers.origin ?? headers.referer ?? ''));
    const newUrl = await start(
      v4({ cors: { origin: [ORIGIN], credentials: true }, allowRequest, allowEIO3: true }),
    );
    const { stdout, exitCode } = await runCompare({ oldUrl, newUrl, origins: [ORIGIN] });
    expect(stdout).to.include('No difference.');
    expect(exitCode).to.equal(0);
  });

  it('exits with 3 if one of them is not reachable', async () => {
    const oldUrl = await start(v2({}));
    const gone = await v2({});
    await gone.close();
    const { stdout, exitCode } = await runCompare({ oldUrl, newUrl: gone.url });
    expect(stdout).to.include('not reachable').and.to.include('Nothing to compare');
    expect(exitCode).to.equal(3);
  });

  it('does not compare two addresses without a Socket.IO server', async () => {
    const url = await start(raw(fakeEngine({ status: 404, body: 'Not here' })));
    const { stdout, exitCode } = await runCompare({ oldUrl: url, newUrl: url });
    expect(stdout).to.include('no Socket.IO server seen').and.to.include('Nothing to compare');
    expect(exitCode).to.equal(3);
  });

  it('says the opposite if the servers are swapped, and finds a server equal to itself', async () => {
    const cors = { origin: [ORIGIN], credentials: true };
    const urls = await Promise.all(
      [
        v2({}),
        v2({ origins: [`${ORIGIN}:443`] }, 'socket.io-2.3'),
        v2({ origins: [ORIGIN] }, 'socket.io-2.4.0'),
        v2({ transports: ['websocket'] }, 'socket.io-2.1'),
        v2({ origins: ['a.com:443'] }, 'socket.io-2.0'),
        v4({}),
        v4({ cors, allowEIO3: true }, 'socket.io-4.0'),
        v4({ cors: { origin: true, credentials: true } }),
      ].map(start),
    );
    const ask = async (oldUrl: string, newUrl: string) => {
      const { stdout } = await runCompare({ oldUrl, newUrl, origins: [ORIGIN], format: 'json' });
      return JSON.parse(stdout).differences as Record<string, string>[];
    };
    let differing = 0;
    for (const [index, one] of urls.entries()) {
      expect(await ask(one, one)).to.deep.equal([]);
      const other = urls[(index + 1) % urls.length] as string;
      const there = await ask(one, other);
      const back = await ask(other, one);
      const mirrored = back.map((difference) => ({
        ...difference,
        ...{ old: difference.new, new: difference.old },
        effect: difference.effect === 'opens' ? 'closes' : 'opens',
      }));
      expect(there).to.deep.equal(mirrored);
      differing += there.length > 0 ? 1 : 0;
    }
    // 2.3 and 2.4.0 have different lists that allow the same. 2.5 without options and cors: true allow every origin.
    expect(differing).to.equal(urls.length - 2);
  });
});

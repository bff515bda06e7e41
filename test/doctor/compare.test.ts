import { expect } from 'chai';
import { compare } from '../../src/doctor/compare.js';
import { runCompare } from '../../src/doctor/run.js';
import { fakeEngine } from './fake-engine.js';
import { admits, answer, closed, connects, opens, page, seen } from './seen.js';
import { type Listening, raw, v2, v4 } from './servers.js';

const ORIGIN = 'https://a.com';

describe('compare', () => {
  const asked = page('asked');
  const foreign = page('foreign');

  it('says what opens and what closes, and nothing of what is alike', () => {
    const before = [
      opens(asked),
      connects(asked),
      closed(foreign),
      seen('websocket', foreign, answer(400, [])),
    ];
    const after = [closed(asked), connects(asked), closed(foreign), connects(foreign)];
    expect(compare(before, after)).to.deep.equal([
      { origin: asked.origin, request: 'polling-get', old: 'allowed', new: 'blocked', effect: 'closes' },
      { origin: foreign.origin, request: 'websocket', old: 'blocked', new: 'allowed', effect: 'opens' },
    ]);
  });

  it("holds a page against itself where it is one server's own and a stranger to the other", () => {
    const own = { ...page('own'), origin: asked.origin };
    expect(compare([opens(own)], [closed(asked)])).to.have.length(1);
  });

  it('leaves out preflights that no browser would send', () => {
    const refused = (from: typeof asked) => seen('preflight', from, answer(400, []));
    const allowed = (from: typeof asked) =>
      seen('preflight', from, answer(204, [...admits(from), ['Access-Control-Allow-Headers', 'x-one']]));
    const withHeader = page('asked', [['x-one', '1']]);
    expect(compare([opens(asked), refused(asked)], [opens(asked), allowed(asked)])).to.deep.equal([]);
    expect(
      compare([opens(withHeader), refused(withHeader)], [opens(withHeader), allowed(withHeader)]),
    ).to.have.length(1);
  });
});

describe('compare, on real servers,', () => {
  const started: Listening[] = [];
  const start = async (server: Promise<Listening>) => {
    started.push(await server);
    return (await server).url;
  };
  afterEach(() => Promise.all(started.splice(0).map((listening) => listening.close())));

  it('shows that cors alone opens WebSocket and JSONP to everybody', async () => {
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

  it('finds no difference where allowRequest carries the check on', async () => {
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

  it('gives 3 where one of them is not reachable', async () => {
    const oldUrl = await start(v2({}));
    const gone = await v2({});
    await gone.close();
    const { stdout, exitCode } = await runCompare({ oldUrl, newUrl: gone.url });
    expect(stdout).to.include('not reachable').and.to.include('Nothing to compare');
    expect(exitCode).to.equal(3);
  });

  it('does not call two addresses alike at which there is no Socket.IO server', async () => {
    const url = await start(raw(fakeEngine({ status: 404, body: 'Not here' })));
    const { stdout, exitCode } = await runCompare({ oldUrl: url, newUrl: url });
    expect(stdout).to.include('no Socket.IO server seen').and.to.include('Nothing to compare');
    expect(exitCode).to.equal(3);
  });

  it('says the opposite where the servers are swapped, and nothing of a server and itself', async () => {
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
    // 2.3 and 2.4.0 admit the same by lists of their own; 2.5 as it comes and cors: true admit everybody.
    expect(differing).to.equal(urls.length - 2);
  });
});

import { expect } from 'chai';
import { callerOf } from '../parity/caller-of.js';
import { type ClientRelease, connect, echo, ROUTES } from './connect.js';
import { type Bootstrap, programs, SOCKET_IO } from './start.js';

/** Programs as people wrote them, one for each way to set origins on v2. */
const PROGRAMS: readonly { readonly desc: string; readonly bootstrap: Bootstrap }[] = [
  { desc: 'nothing configured', bootstrap: (socketIo, server) => socketIo(server) },
  {
    desc: 'a list in the options',
    bootstrap: (socketIo, server) =>
      socketIo(server, { origins: ['https://example.com:443', 'example.org:*', '*:8080'] }),
  },
  {
    desc: 'io.origins() after the construction',
    bootstrap: (socketIo, server) => {
      const io = socketIo(server);
      io.origins(['https://example.com:443']);
      return io;
    },
  },
  {
    desc: 'io.set()',
    bootstrap: (socketIo, server) => socketIo.listen(server).set('origins', ['https://example.com:443']),
  },
  {
    desc: 'a function',
    bootstrap: (socketIo, server) =>
      socketIo(server, {
        origins: (origin, callback) => {
          if (origin === 'https://example.com') callback(null, true);
          else setImmediate(callback, 'origin not allowed', false);
        },
      }),
  },
  {
    desc: 'an allowRequest of its own',
    bootstrap: (socketIo, server) =>
      socketIo(server, {
        origins: ['https://example.org:443'],
        allowRequest: ({ headers }, callback) => callback(null, headers.origin === 'https://example.com'),
      }),
  },
  {
    desc: 'a list that refuses everyone',
    bootstrap: (socketIo, server) => socketIo(server, { origins: '*' }),
  },
];

const CALLERS = [
  'https://example.com',
  'http://example.org:3000',
  'http://host.example:8080',
  'https://evil.example',
  'null',
  'Referer: https://example.com/page',
  'Referer: https://evil.example/?https://example.com:443',
  '-',
];

describe('clients of both generations', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  for (const { desc, bootstrap } of PROGRAMS) {
    it(`get in or are refused as on v2: ${desc}`, async () => {
      const [v2, dropIn] = await Promise.all([
        running.start(SOCKET_IO.v2, bootstrap),
        running.start(SOCKET_IO['drop-in'], bootstrap),
      ]);
      for (const program of [v2, dropIn]) echo(program.io);

      const outcomes = async (url: string, release: ClientRelease) => {
        const found: Record<string, string> = {};
        for (const name of CALLERS) {
          const caller = callerOf(name);
          const answers = await Promise.all(ROUTES.map((route) => connect(release, url, route, caller)));
          found[name] = answers.join(' ');
        }
        return found;
      };
      const expected = await outcomes(v2.url, '2.5');
      expect(await outcomes(dropIn.url, '2.5'), 'v2 clients').to.deep.equal(expected);
      expect(await outcomes(dropIn.url, '4.8'), 'v4 clients').to.deep.equal(expected);
      // The program distinguishes callers, or lets in all or none, as its name says.
      expect(Object.values(expected).join()).to.match(/polling websocket upgrade|refused/);
    });
  }
});

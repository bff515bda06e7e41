import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import {
  type CompatServerOptions,
  LegacySettingsError,
  Server,
  type Warning,
} from '../../../src/server/index.js';
import { ask } from '../parity/ask.js';
import { programs, SOCKET_IO } from './start.js';

const GOOD = 'https://example.com';
const FOREIGN = 'https://evil.example';
const list = [`${GOOD}:443`];

class Config {
  get origins() {
    return list;
  }
  // v2 writes into it.
  path = '/chat';
}

describe('options', () => {
  const running = programs();
  afterEach(() => running.closeAll());

  const FORMS: readonly (readonly [desc: string, options: () => object, path: string])[] = [
    ['behind the getters of a class', () => new Config(), '/chat/'],
    [
      'that cannot be enumerated',
      () =>
        Object.defineProperties({}, { origins: { value: list }, path: { value: '/chat', writable: true } }),
      '/chat/',
    ],
    [
      'that an object without a prototype has',
      () => Object.assign(Object.create(null), { origins: list }),
      '/socket.io/',
    ],
    [
      'of which originsCalls is none: it belongs to the translator',
      () => ({ origins: list, originsCalls: ['*:*'] }),
      '/socket.io/',
    ],
  ];
  for (const [desc, options, path] of FORMS) {
    for (const name of ['v2', 'drop-in'] as const) {
      it(`${desc} count on ${name}`, async () => {
        // v2 ignores options without a prototype, unless a server comes first.
        const program = await running.start(
          SOCKET_IO[name],
          (socketIo, server) => socketIo(server, options() as CompatServerOptions),
          path,
        );
        const verdicts = [GOOD, FOREIGN].map((origin) => ask(program, { kind: 'websocket', eio: 3, origin }));
        expect((await Promise.all(verdicts)).map(({ admitted }) => admitted)).to.deep.equal([true, false]);
      });
    }
  }

  for (const [desc, options] of [
    ['nothing', {}],
    ['no cookie', { cookie: false }],
    ['an empty name', { cookie: '' }],
    ['a name', { cookie: 'node' }],
    ['a name and a path', { cookie: 'node', cookiePath: '/chat', cookieHttpOnly: false }],
    ['a name and no path', { cookie: 'node', cookiePath: false }],
  ] as const) {
    for (const when of ['construction', 'attach'] as const) {
      it(`give sessions the cookie that v2 gave them: ${desc} at ${when}`, async () => {
        const cookies = async (name: 'v2' | 'drop-in') => {
          const program = await running.start(SOCKET_IO[name], (socketIo, server) =>
            when === 'construction'
              ? socketIo(server, { ...options })
              : socketIo().attach(server, { ...options }),
          );
          const url = `${program.url}/socket.io/?EIO=3&transport=`;
          const polled = (await fetch(`${url}polling`)).headers.getSetCookie();
          const socket = new WebSocket(`${url}websocket`.replace('http', 'ws'));
          const [{ headers }] = (await once(socket, 'upgrade')) as [IncomingMessage];
          socket.terminate();
          return [...polled, ...(headers['set-cookie'] ?? [])].map((cookie) =>
            cookie.replace(/=[^;]+/, '=SID'),
          );
        };
        const expected = await cookies('v2');
        expect(expected).to.have.length(desc === 'no cookie' ? 0 : 1);
        expect(await cookies('drop-in')).to.deep.equal(expected);
      });
    }
  }

  for (const [desc, options] of [
    ['a Map', new Map([['origins', list]])],
    ['a Set', new Set(list)],
    ['a promise', Promise.resolve({ origins: list })],
    ['an HTTP server', createServer()],
    ['a list', list],
  ] as const) {
    it(`are refused if they are ${desc}, which would allow every origin`, () => {
      const construct = () => Server(null, options as CompatServerOptions);
      expect(construct).to.throw(LegacySettingsError).with.nested.property('issues[0].path', 'options');
    });
  }

  it('in corsCompat may be inherited, too', () => {
    const warnings: Warning[] = [];
    const defaults = {
      semantics: 'exact',
      from: '2.3.0',
      onWarning: (warning: Warning) => warnings.push(warning),
    };
    Server({ origins: [GOOD], corsCompat: Object.create(defaults) });
    expect(warnings.map(({ code }) => code)).to.include('ORIGIN_NEVER_MATCHED');
    expect(warnings.map(({ message }) => message).join()).to.include('2.3.0');
    expect(() => Server({ corsCompat: Object.create({ semantics: 'loose' }) })).to.throw(LegacySettingsError);
    expect(() => Server({ corsCompat: Object.create({ form: '2.3.0' }) })).to.throw(LegacySettingsError);
  });

  it('of which allowEIO3 is null leave it off, as v4 does, and say so', async () => {
    const warnings: Warning[] = [];
    const corsCompat = { onWarning: (warning: Warning) => void warnings.push(warning) };
    const allowEIO3 = null as never;
    for (const [socketIo, attach] of [
      [{ allowEIO3, corsCompat }, {}],
      [{ corsCompat }, { allowEIO3 }],
    ]) {
      const program = await running.start(Server, (make, server) => make(socketIo).attach(server, attach));
      expect((await ask(program, { kind: 'polling', eio: 3, origin: GOOD })).admitted).to.equal(false);
      expect((await ask(program, { kind: 'polling', eio: 4, origin: GOOD })).admitted).to.equal(true);
    }
    expect(warnings.map(({ code }) => code)).to.include('LEGACY_CLIENTS_NEED_ALLOW_EIO3');
  });
});

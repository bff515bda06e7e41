import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import {
  CHAINABLE_METHODS,
  CHECK_MEMBERS,
  ENGINE_MEMBERS,
  SETTING_METHODS,
} from '../../src/v2/server-api.js';

const require = createRequire(import.meta.url);

type Server = Readonly<Record<string, unknown>> & { readonly engine: object; readonly sockets: object };

/** What each chainable method takes. */
const ARGUMENTS: Readonly<Record<string, (io: Server) => readonly unknown[]>> = {
  adapter: () => [class {}],
  attach: () => [createServer()],
  bind: ({ engine }) => [engine],
  listen: () => [createServer()],
  on: () => ['connection', () => undefined],
  origins: () => ['*:*'],
  path: () => ['/socket.io'],
  serveClient: () => [false],
  set: () => ['transports', ['polling']],
  use: () => [() => undefined],
};

for (const release of ['socket.io-1.4', 'socket.io-2.0', 'socket.io-2.5']) {
  describe(`a server of ${release}`, () => {
    const io = require(release)(createServer(), { serveClient: false }) as Server;

    for (const name of CHAINABLE_METHODS)
      it(`can be called on after ${name}()`, () => {
        const method = io[name] as (...args: readonly unknown[]) => unknown;
        const returned = method.apply(io, [...(ARGUMENTS[name] as (io: Server) => readonly unknown[])(io)]);
        expect(returned).to.equal(name === 'on' || name === 'use' ? io.sockets : io);
      });

    it('has the members that take settings, and those that hold its check and its engine', () => {
      for (const name of [...SETTING_METHODS, ...CHECK_MEMBERS, ...ENGINE_MEMBERS])
        expect(io).to.have.property(name);
    });
  });
}

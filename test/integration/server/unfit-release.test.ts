import { createServer } from 'node:http';
import { expect } from 'chai';
import { Namespace, Server as SocketIoServer } from 'socket.io';
import { withOptions } from '../../../src/server/attach.js';
import { Server } from '../../../src/server/index.js';
import { guardNamespaces } from '../../../src/server/namespaces.js';
import { installedSocketIo } from '../../../src/v4/target.js';

/** Removes a member from every instance of a class, as a later release of v4 may. */
function without<T>(owner: object, name: string, run: () => T): T {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  // An assignment in the constructor meets the setter, and leaves nothing behind.
  Object.defineProperty(owner, name, { get: () => undefined, set: () => undefined, configurable: true });
  try {
    return run();
  } finally {
    if (before) Object.defineProperty(owner, name, before);
    else Reflect.deleteProperty(owner, name);
  }
}

describe('with a release of v4 that lacks what the drop-in needs', () => {
  for (const [owner, name, told] of [
    [Namespace.prototype, 'run', 'Namespace#run'],
    [Namespace.prototype, '_fns', 'Namespace#_fns'],
  ] as const) {
    it(`starts nothing, and says what to do without ${told}`, () => {
      const httpServer = createServer();
      const start = () => new Server(httpServer, { origins: ['https://example.com:443'] });
      expect(() => without(owner, name, start))
        .to.throw(`Socket.IO ${installedSocketIo()}, which has no ${told}; the server is not started`)
        .with.property('message')
        .that.includes('npm install socket.io@4.8');
      expect(httpServer.listenerCount('request') + httpServer.listenerCount('upgrade')).to.equal(0);
    });
  }

  for (const [desc, options] of [
    ['an own allowRequest', { allowRequest: () => undefined }],
    ["v4's own cors", { cors: {}, allowRequest: () => undefined }],
    ['origins', { origins: [] }],
  ] as const) {
    it(`throws if the options of attach() do not reach the engine: ${desc}`, () => {
      const prototype = SocketIoServer.prototype as unknown as Record<
        'initEngine',
        (...args: unknown[]) => void
      >;
      const { initEngine } = prototype;
      prototype.initEngine = function (httpServer, given) {
        initEngine.call(this, httpServer, { ...(given as object), allowRequest: undefined });
      };
      try {
        const start = () =>
          new Server(createServer(), { ...options, corsCompat: { onWarning: () => undefined } });
        expect(start).to.throw('the server is not started');
      } finally {
        prototype.initEngine = initEngine;
      }
    });
  }

  it('attaches nothing without Server#opts', () => {
    const attach = () => expect.fail();
    expect(() => withOptions({} as never, {}, attach)).to.throw(
      'has no Server#opts; the server is not started',
    );
  });

  it('names every missing member', () => {
    expect(() => guardNamespaces({ sockets: {}, of: () => ({}) }, () => undefined)).to.throw(
      'has no Server#_nsps, Server#parentNsps, Namespace#run, Namespace#_fns; the server is not started',
    );
  });
});

import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Namespace, ServerOptions, Server as SocketIoServer } from 'socket.io';
import { Server, type Warning } from '../../../src/server/index.js';

type AdapterClass = ServerOptions['adapter'];
const requireFrom = (name: string) => createRequire(createRequire(import.meta.url).resolve(name));
/** socket.io-adapter 1.1, from which socket.io-redis 5 derives. */
const LegacyAdapter = requireFrom('socket.io-2.5')('socket.io-adapter') as AdapterClass;
const { Adapter } = requireFrom('socket.io')('socket.io-adapter') as {
  Adapter: Extract<AdapterClass, new (namespace: Namespace) => unknown>;
};

describe('an adapter', () => {
  const codesOf = (run: (corsCompat: { onWarning(warning: Warning): void }) => void) => {
    const codes: string[] = [];
    run({ onWarning: ({ code }) => void codes.push(code) });
    return codes;
  };
  const join = (io: SocketIoServer, room: string) => io.sockets.adapter.addAll('id', new Set([room]));
  const roomsOf = (io: SocketIoServer) =>
    io.sockets.adapter.rooms as unknown as Record<string, { readonly length: number }>;

  for (const [desc, start] of [
    ['as an option', (corsCompat: object) => Server({ adapter: LegacyAdapter, corsCompat })],
    ["beside v4's cors", (corsCompat: object) => Server({ cors: {}, adapter: LegacyAdapter, corsCompat })],
    ['by io.adapter()', (corsCompat: object) => Server({ corsCompat }).adapter(LegacyAdapter)],
  ] as const) {
    it(`for v2 is left out with one warning, given ${desc}`, () => {
      let io: Server | undefined;
      const codes = codesOf((corsCompat) => {
        io = start(corsCompat);
      });
      expect(codes.filter((code) => code === 'ADAPTER_IS_FOR_V2')).to.have.length(1);
      join(io as Server, 'a');
      expect(roomsOf(io as Server).a?.length).to.equal(1);
    });
  }

  it("derived from v4's has v2's views of its rooms, whenever it is given", () => {
    class Own extends Adapter {}
    // A factory, as packages of adapters export it. v4 calls it with `new`.
    function make(namespace: Namespace) {
      return new Own(namespace);
    }
    for (const io of [
      Server({ adapter: Own }),
      Server({ adapter: make }),
      Server().adapter(Own),
      Server().adapter(make),
    ]) {
      expect(io.sockets.adapter).to.be.instanceOf(Own);
      for (const namespace of [io.sockets, io.of('/later')]) {
        namespace.adapter.addAll('id', new Set(['a']));
        expect(Object.keys(namespace.adapter.rooms)).to.deep.equal(['a']);
        namespace.adapter.delAll('id');
        expect(Object.keys(namespace.adapter.rooms)).to.deep.equal([]);
      }
    }
  });

  it('with other nodes is asked for the clients of all of them', async () => {
    const elsewhere = { id: 'elsewhere', handshake: {}, rooms: ['a'], data: {} };
    class Cluster extends Adapter {
      override async fetchSockets() {
        return [elsewhere];
      }
    }
    const io = Server({ adapter: Cluster });
    const idsOf = (clients: (callback: (error: unknown, ids: string[]) => void) => unknown) =>
      new Promise<string[]>((resolve) => clients((_error, ids) => resolve(ids)));
    const adapter = io.sockets.adapter as unknown as {
      clients(rooms: string[], callback: (error: unknown, ids: string[]) => void): void;
    };
    expect([
      await idsOf((callback) => io.clients(callback)),
      await idsOf((callback) => io.sockets.clients(callback)),
      await idsOf((callback) => io.in('a').clients(callback)),
      await idsOf((callback) => adapter.clients(['a'], callback)),
    ]).to.deep.equal(Array(4).fill(['elsewhere']));
    // A program may put its own in between, and take it out again.
    Object.assign(io.sockets, { adapter });
    expect(await idsOf((callback) => adapter.clients(['a'], callback))).to.deep.equal(['elsewhere']);
  });

  it("whose own methods return promises calls back, as v2's did", async () => {
    class Later extends Adapter {
      async allRooms() {
        return new Set(['a']);
      }
      async remoteJoin(id: string, room: string) {
        if (room === 'full') throw new Error(`${id} cannot join`);
      }
      clients(rooms: string[], callback: (error: null, ids: string[]) => void) {
        callback(null, rooms);
      }
    }
    const adapter = Server({ adapter: Later }).sockets.adapter as unknown as Record<
      string,
      (...args: unknown[]) => unknown
    >;
    const answer = (name: string, ...args: unknown[]) =>
      new Promise((resolve) => adapter[name]?.(...args, (...answers: unknown[]) => resolve(answers)));
    expect(await answer('allRooms')).to.deep.equal([null, ['a']]);
    expect(await answer('remoteJoin', 'id', 'b')).to.deep.equal([null]);
    expect(await answer('remoteJoin', 'id', 'full')).to.have.nested.property('[0].message', 'id cannot join');
    expect(await answer('clients', ['written for v2'])).to.deep.equal([null, ['written for v2']]);
    expect(await adapter.allRooms?.()).to.deep.equal(new Set(['a']));
  });

  it('is got from io.adapter() without arguments', () => {
    expect(Server({ adapter: Adapter }).adapter()).to.equal(Adapter);
  });

  it('that cannot send to other nodes keeps origins on this node, with one warning', () => {
    class Alone extends Adapter {
      override serverSideEmit = undefined as never;
    }
    const codes = codesOf((corsCompat) => {
      const io = Server({ adapter: Alone, corsCompat: { ...corsCompat, propagateOrigins: true } });
      io.origins(['https://a.example:443']).origins(['https://b.example:443']);
      expect(io.origins()).to.deep.equal(['https://b.example:443']);
    });
    expect(codes.filter((code) => code === 'ORIGINS_NOT_PROPAGATED')).to.have.length(1);
  });
});

import { expect } from 'chai';
import { viewRoomNames, viewRooms, viewSockets } from '../../../src/server/legacy/views.js';

/** The rooms of v4's adapter. */
function adapter() {
  const rooms = new Map<string, Set<string>>();
  const sids = new Map<string, Set<string>>();
  viewRooms({ rooms, sids });
  const join = (id: string, room: unknown) => {
    if (!sids.has(id)) sids.set(id, new Set());
    if (!rooms.has(room as string)) rooms.set(room as string, new Set());
    sids.get(id)?.add(room as string);
    rooms.get(room as string)?.add(id);
  };
  return { rooms, sids, join };
}

const record = (view: unknown) => view as Record<string, unknown>;

describe('views of rooms and sockets', () => {
  it('are the Maps and Sets that they were made of', () => {
    const { rooms, sids, join } = adapter();
    join('id', 'a');
    expect(rooms).to.be.instanceOf(Map);
    expect([...rooms].map(([room, ids]) => [room, [...ids]])).to.deep.equal([['a', ['id']]]);
    expect(rooms.size).to.equal(1);
    expect(sids.get('id')).to.be.instanceOf(Set);
    expect(new Map(rooms)).to.have.all.keys('a');
    expect(rooms.delete('a')).to.equal(true);
    expect(rooms.delete('a')).to.equal(false);
    expect(Object.keys(rooms)).to.deep.equal([]);
  });

  it('show the entries that were there before', () => {
    const rooms = new Map([['a', new Set(['id'])]]);
    viewRooms({ rooms, sids: new Map([['id', new Set(['a'])]]) });
    expect(record(rooms).a).to.equal(rooms.get('a'));
    expect(record(rooms).a).to.have.property('length', 1);
    expect(record(rooms).a).to.have.deep.property('sockets', { id: true });
  });

  it('have no property left once they are cleared', () => {
    const { rooms, join } = adapter();
    join('id', 'a');
    join('id', 'b');
    rooms.clear();
    expect(Object.keys(rooms)).to.deep.equal([]);
    const names = viewRoomNames(new Set(['a']));
    names.clear();
    expect(Object.keys(names)).to.deep.equal([]);
  });

  it('take a number as the name of the room that its string is', () => {
    const { rooms, sids, join } = adapter();
    join('one', 42);
    join('two', '42');
    const number = 42 as never;
    expect(rooms.size).to.equal(1);
    expect([rooms.get(number)?.size, rooms.has(number), record(rooms)[42]]).to.deep.equal([
      2,
      true,
      rooms.get('42'),
    ]);
    expect(sids.get('one')?.has(number)).to.equal(true);
    expect(sids.get('one')?.delete(number)).to.equal(true);
    expect(rooms.delete(number)).to.equal(true);
  });

  it('keep the methods of v4, for any names of rooms', () => {
    const { rooms, sids, join } = adapter();
    for (const name of ['get', 'size', 'constructor', '__proto__', 'toString', 'forEach']) join('id', name);
    expect(rooms.size).to.equal(6);
    expect(rooms.get('get')?.size).to.equal(1);
    const names = viewRoomNames(sids.get('id') as Set<string>);
    expect(names.has('__proto__')).to.equal(true);
    expect(Object.keys(names)).to.deep.equal([]);
    expect(Object.getPrototypeOf({}).size).to.equal(undefined);
  });

  it('follow the rooms of a socket once they have been read', () => {
    const { sids, join } = adapter();
    join('id', 'a');
    const names = viewRoomNames(sids.get('id') as Set<string>);
    expect(names).to.equal(sids.get('id'));
    join('id', 'b');
    join('id', 7);
    names.delete('a');
    expect(Object.keys(names)).to.deep.equal(['7', 'b']);
    expect(record(names).b).to.equal('b');
    expect(viewRoomNames(names)).to.equal(names);
  });

  it('leave the classes of other adapters unchanged', () => {
    class Rooms extends Map<string, Set<string>> {}
    const rooms = new Rooms([['a', new Set<string>()]]);
    viewRooms({ rooms, sids: undefined as never });
    expect(rooms.constructor).to.equal(Rooms);
    expect(Object.keys(rooms)).to.deep.equal([]);
    class Names extends Set<string> {}
    expect(viewRoomNames(new Names(['a'])).constructor).to.equal(Names);
  });

  describe('of sockets', () => {
    it('pass each socket on before it is there', () => {
      const sockets = new Map<string, object>();
      const seen: boolean[] = [];
      viewSockets(sockets, () => seen.push(sockets.has('id')));
      const socket = {};
      sockets.set('id', socket);
      expect(seen).to.deep.equal([false]);
      expect(record(sockets).id).to.equal(socket);
    });

    it('leave a socket that is deleted from `connected` out of it until it is put back', () => {
      const sockets = new Map<string, object>([['id', {}]]);
      const connected = viewSockets(sockets, () => undefined);
      const { id: socket } = connected;
      expect(Object.entries(connected)).to.deep.equal([['id', socket]]);
      expect(connected.hasOwnProperty).to.be.a('function');
      delete connected.id;
      expect(['id' in connected, sockets.get('id'), Object.keys(sockets)]).to.deep.equal([
        false,
        undefined,
        ['id'],
      ]);
      connected.id = socket as object;
      expect(sockets.get('id')).to.equal(socket);
      delete connected.id;
      sockets.delete('id');
      sockets.set('id', socket as object);
      expect(connected.id).to.equal(socket);
    });
  });
});

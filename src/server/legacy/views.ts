/**
 * Maps and Sets that are the plain objects of v2 as well: their entries are also own enumerable properties, for
 * `Object.keys(socket.rooms)`, `adapter.rooms[room].length` and `io.sockets.sockets[id]`. As Maps and Sets they behave
 * as on v4. They are v4's own: only the prototype changes, so an adapter that keeps a reference to one still has it.
 *
 * A room's name may be a number: `join(42)` and `to('42')` mean one room, as on v2, whose objects turned it into a
 * string.
 */

/** Entries with these names do not become properties, because v4 needs its methods. */
const isMethod = (name: string): boolean => name in Map.prototype || name in Set.prototype;

type Properties = Record<string, unknown>;

function setProperty(view: object, name: string, value: unknown): void {
  if (!isMethod(name)) (view as Properties)[name] = value;
}

function deleteProperty(view: object, name: string): void {
  if (!isMethod(name)) delete (view as Properties)[name];
}

/** A number becomes a string, like the name of a property. */
const nameOf = (key: string): string => (typeof key === 'number' ? String(key) : key);

class MapView<Value> extends Map<string, Value> {
  override set(key: string, value: Value): this {
    setProperty(this, key, value);
    return super.set(key, value);
  }
  override delete(key: string): boolean {
    deleteProperty(this, key);
    return super.delete(key);
  }
  override clear(): void {
    for (const key of this.keys()) deleteProperty(this, key);
    super.clear();
  }
}

/** `adapter.rooms`: the ids of the sockets in each room. */
class RoomsView extends MapView<Set<string>> {
  override get(room: string): Set<string> | undefined {
    return super.get(nameOf(room));
  }
  override has(room: string): boolean {
    return super.has(nameOf(room));
  }
  override set(room: string, ids: Set<string>): this {
    return super.set(nameOf(room), asView(ids, RoomView));
  }
  override delete(room: string): boolean {
    return super.delete(nameOf(room));
  }
}

/** `adapter.rooms[room]`. */
class RoomView extends Set<string> {
  get length(): number {
    return this.size;
  }
  /** A copy: it does not follow later changes. */
  get sockets(): Record<string, true> {
    return Object.fromEntries([...this].map((id) => [id, true]));
  }
  /** What programs send to clients: `socket.emit('rooms', io.sockets.adapter.rooms)`. A Set would be `{}`. */
  toJSON(): object {
    const { sockets, length } = this;
    return { sockets, length };
  }
}

/**
 * `adapter.sids`: the rooms of each socket, by id. `sids[id]` is looked up when it is read: every socket has an entry,
 * and few programs read one.
 */
class SidsView extends Map<string, Set<string>> {
  override set(id: string, rooms: Set<string>): this {
    return MAP.set.call(this, id, asView(rooms, RoomNames)) as this;
  }
}

const MAP = Map.prototype;
const { constructor: _, set: __, ...methods } = Object.getOwnPropertyDescriptors(MAP);
Object.defineProperties(SidsView.prototype, methods);
Object.setPrototypeOf(
  SidsView.prototype,
  new Proxy(MAP, {
    get(target, key, sids) {
      if (typeof key !== 'string' || key in target) return Reflect.get(target, key, sids);
      const rooms = MAP.get.call(sids, key);
      return rooms && viewRoomNames(rooms);
    },
  }),
);

/** The rooms of a socket before `socket.rooms` is read. Most programs never read it, and properties take time and memory. */
class RoomNames extends Set<string> {
  override has(room: string): boolean {
    return super.has(nameOf(room));
  }
  override add(room: string): this {
    return super.add(nameOf(room));
  }
  override delete(room: string): boolean {
    return super.delete(nameOf(room));
  }
}

/** `socket.rooms`. */
class RoomNamesView extends RoomNames {
  override add(room: string): this {
    setProperty(this, nameOf(room), room);
    return super.add(room);
  }
  override delete(room: string): boolean {
    deleteProperty(this, nameOf(room));
    return super.delete(room);
  }
  override clear(): void {
    for (const room of this) deleteProperty(this, room);
    super.clear();
  }
}

/** Makes a Map or a Set a view. An adapter's own class stays as it is. */
function asView<Collection extends object>(
  collection: Collection,
  View: { readonly prototype: Collection },
): Collection {
  if (collection.constructor === Map || collection.constructor === Set)
    Object.setPrototypeOf(collection, View.prototype);
  return collection;
}

/** Makes a Map a view, with a property for each entry that it has already. */
function asMapView<Value>(map: Map<string, Value>, View: { readonly prototype: Map<string, Value> }): void {
  if (map?.constructor !== Map) return;
  asView(map, View);
  // V8 keeps the properties of an object that has lost one in a table, where adding and deleting ids is cheap.
  setProperty(map, 'a', undefined);
  setProperty(map, 'b', undefined);
  deleteProperty(map, 'a');
  deleteProperty(map, 'b');
  for (const [key, value] of map) map.set(key, value);
}

/** The collections of an adapter that derives from v4's own. */
export interface RoomCollections {
  readonly rooms: Map<string, Set<string>>;
  readonly sids: Map<string, Set<string>>;
}

/** Makes views of an adapter's rooms. */
export function viewRooms({ rooms, sids }: RoomCollections): void {
  asMapView(rooms, RoomsView);
  asMapView(sids, SidsView);
}

/** Makes a view of the rooms of a socket. */
export function viewRoomNames(rooms: Set<string>): Set<string> {
  if (rooms.constructor !== Set && rooms.constructor !== RoomNames) return rooms;
  Object.setPrototypeOf(rooms, RoomNamesView.prototype);
  for (const room of rooms) setProperty(rooms, room, room);
  return rooms;
}

/**
 * Makes a view of the sockets of a namespace.
 *
 * @param onSet gets each socket before it is added
 * @returns v2's `namespace.connected`. A socket that a program deletes from it stays among the sockets, but gets no
 * broadcasts until it is put back: socketio-auth keeps clients out in this way.
 * @see socket.io-adapter 1.1.2, index.js, `Adapter#broadcast`
 */
export function viewSockets<Socket extends object>(
  sockets: Map<string, Socket>,
  onSet: (socket: Socket) => void,
): Record<string, Socket> {
  const disconnected = new Set<string>();
  class SocketsView extends MapView<Socket> {
    override get(id: string): Socket | undefined {
      return disconnected.size > 0 && disconnected.has(id) ? undefined : super.get(id);
    }
    override set(id: string, socket: Socket): this {
      onSet(socket);
      return super.set(id, socket);
    }
    override delete(id: string): boolean {
      disconnected.delete(id);
      return super.delete(id);
    }
  }
  asMapView(sockets, SocketsView);
  return objectView<Socket>({
    get: (id) => sockets.get(id),
    keys: () => [...sockets.keys()].filter((id) => !disconnected.has(id)),
    delete: (id) => sockets.has(id) && disconnected.add(id),
    set: (id) => disconnected.delete(id),
  });
}

/** The entries that the properties of an object stand for. */
interface Entries<Value> {
  get(key: string): Value | undefined;
  keys(): Iterable<string>;
  delete(key: string): unknown;
  set(key: string, value: Value): unknown;
}

/** A live object of entries. Deleting a property, as in `delete io.nsps['/chat']`, deletes the entry. */
export function objectView<Value>(entries: Entries<Value>): Record<string, Value> {
  const entryAt = (key: string | symbol) => (typeof key === 'string' ? entries.get(key) : undefined);
  return new Proxy<Record<string, Value>>(
    {},
    {
      get: (target, key) => entryAt(key) ?? Reflect.get(target, key),
      has: (target, key) => entryAt(key) !== undefined || key in target,
      ownKeys: () => [...entries.keys()],
      getOwnPropertyDescriptor: (_target, key) => {
        const value = entryAt(key);
        return value === undefined
          ? undefined
          : { value, enumerable: true, configurable: true, writable: true };
      },
      set(_target, key, value) {
        if (typeof key === 'string') entries.set(key, value);
        return typeof key === 'string';
      },
      deleteProperty(_target, key) {
        if (typeof key === 'string') entries.delete(key);
        return typeof key === 'string';
      },
    },
  );
}

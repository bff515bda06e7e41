import type { WayToV4 } from '../../messages/codemod.js';

/** A package that goes with Socket.IO, and whose older releases do not run on v4. */
export interface Companion {
  /** The first release that does; none where no release does. */
  readonly first?: string;
  readonly way: WayToV4;
  /** Whether it is for clients. */
  readonly isClient?: true;
}

const NO_RELEASE: Companion = { way: { kind: 'none' } };

function upgrade(first: string, framework?: string): Companion {
  return { first, way: { kind: 'upgrade', first, framework } };
}

/** By what their published releases depend on, in npm's registry. */
export const COMPANIONS: ReadonlyMap<string, Companion> = new Map<string, Companion>([
  ['@feathersjs/socketio', upgrade('5.0.0', 'Feathers')],
  ['@nestjs/platform-socket.io', upgrade('8.0.0', 'Nest')],
  ['@tsed/socketio', upgrade('6.0.0', 'Ts.ED')],
  ['egg-socket.io', NO_RELEASE],
  ['express-socket.io', NO_RELEASE],
  ['fastify-socket.io', upgrade('2.0.0', 'Fastify')],
  ['feathers-socketio', { way: { kind: 'renamed', now: '@feathersjs/socketio' } }],
  ['hapi-io', NO_RELEASE],
  ['hapi-socket.io', NO_RELEASE],
  ['koa-socket', NO_RELEASE],
  ['koa-socket-2', NO_RELEASE],
  ['koa-socket.io', NO_RELEASE],
  ['moleculer-io', upgrade('2.0.0')],
  ['ngx-socket-io', { ...upgrade('4.0.0', 'Angular'), isClient: true }],
  ['sails-hook-sockets', upgrade('3.0.0', 'Sails')],
  ['socket.io-adapter', { first: '2.0.0', way: { kind: 'brought', range: '^2.5.2' } }],
  ['socket.io-adapter-mongo', { way: { kind: 'renamed', now: '@socket.io/mongo-adapter' } }],
  ['socket.io-emitter', { way: { kind: 'renamed', now: '@socket.io/redis-emitter' } }],
  ['socket.io-parser', { first: '4.0.0', way: { kind: 'brought', range: '^4.2.4' } }],
  ['socket.io-redis', { first: '6.0.0', way: { kind: 'renamed', now: '@socket.io/redis-adapter' } }],
]);

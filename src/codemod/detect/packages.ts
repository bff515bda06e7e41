import type { UpgradePath } from '../../messages/project.js';

/** A package for Socket.IO whose older releases do not work with v4. */
interface RelatedPackage {
  /** The first release that works; undefined if none does. */
  readonly first?: string;
  readonly path: UpgradePath;
  /** Whether it is for clients. */
  readonly isClient?: true;
  /**
   * Whether it creates the server, with its own dependency on socket.io: with options that the codemod reads, or in a way of
   * its own.
   */
  readonly isWrapper?: 'read' | 'opaque';
  /** Whether its older releases allow clients on v4 that they refused on v2, rather than failing. */
  readonly stopsGuarding?: true;
}

const NO_RELEASE: RelatedPackage = { path: { kind: 'none' }, isWrapper: 'opaque' };

function upgrade(first: string, framework?: string): RelatedPackage {
  return { first, path: { kind: 'upgrade', first, framework } };
}

function wrapper(first: string, framework?: string): RelatedPackage {
  return { ...upgrade(first, framework), isWrapper: 'opaque' };
}

/** Found from the dependencies of their releases in npm's registry, and by running them on v4. */
export const RELATED_PACKAGES: ReadonlyMap<string, RelatedPackage> = new Map<string, RelatedPackage>([
  ['@feathersjs/socketio', { ...upgrade('5.0.0', 'Feathers'), isWrapper: 'read' }],
  ['@nestjs/platform-socket.io', { ...upgrade('8.0.0', 'Nest'), isWrapper: 'read' }],
  ['@tsed/socketio', wrapper('6.0.0', 'Ts.ED')],
  ['@types/socket.io-redis', { first: '3.0.0', path: { kind: 'renamed', now: '@socket.io/redis-adapter' } }],
  ['egg-socket.io', NO_RELEASE],
  ['express-socket.io', NO_RELEASE],
  ['fastify-socket.io', wrapper('2.0.0', 'Fastify')],
  ['feathers-socketio', { path: { kind: 'renamed', now: '@feathersjs/socketio' }, isWrapper: 'read' }],
  ['hapi-io', NO_RELEASE],
  ['hapi-socket.io', NO_RELEASE],
  ['koa-socket', NO_RELEASE],
  ['koa-socket-2', NO_RELEASE],
  ['koa-socket.io', NO_RELEASE],
  ['moleculer-io', wrapper('2.0.0')],
  ['ngx-socket-io', { ...upgrade('4.0.0', 'Angular'), isClient: true }],
  ['sails', { ...upgrade('1.0.0'), path: { kind: 'sails' } }],
  ['sails-hook-sockets', { ...wrapper('3.0.0', 'Sails'), path: { kind: 'sails' } }],
  ['socket.io-adapter', { first: '2.0.0', path: { kind: 'bundled', range: '^2.5.2' } }],
  ['socket.io-adapter-mongo', { path: { kind: 'renamed', now: '@socket.io/mongo-adapter' } }],
  ['socket.io-emitter', { path: { kind: 'renamed', now: '@socket.io/redis-emitter' } }],
  ['socket.io-parser', { first: '4.0.0', path: { kind: 'bundled', range: '^4.2.4' } }],
  ['socket.io-prometheus-metrics', { path: { kind: 'replace', by: 'metrics of your own' } }],
  ['socket.io-redis', { first: '6.0.0', path: { kind: 'renamed', now: '@socket.io/redis-adapter' } }],
  ['socketio-auth', { path: { kind: 'middleware' }, stopsGuarding: true }],
  ['socketio-jwt', { path: { kind: 'middleware' } }],
  // The types of v4 use syntax of 4.5.
  ['typescript', upgrade('4.5.0')],
]);

/** Packages that create the server. */
export const WRAPPERS: readonly string[] = [...RELATED_PACKAGES]
  .filter(([, { isWrapper }]) => isWrapper)
  .map(([name]) => name);

/** The ones that pass options on in their own way. */
export const OPAQUE_WRAPPERS: readonly string[] = [
  ...WRAPPERS.filter((name) => RELATED_PACKAGES.get(name)?.isWrapper === 'opaque'),
  'fastify-socketio',
];

/** Socket.IO's own packages, and the first release of each that v4 can use. */
export const PARTS: ReadonlyMap<string, string> = new Map([
  ['engine.io', '4.0.0'],
  ['engine.io-client', '4.0.0'],
  ['engine.io-parser', '4.0.0'],
  ['socket.io', '3.0.0'],
  ['socket.io-adapter', '2.0.0'],
  ['socket.io-client', '3.0.0'],
  ['socket.io-parser', '4.0.0'],
]);

/** Packages that create a Socket.IO server themselves, and pass options on in their own way. */
export const WRAPPERS: readonly string[] = [
  '@tsed/socketio',
  'egg-socket.io',
  'express-socket.io',
  'fastify-socket.io',
  'fastify-socketio',
  'hapi-io',
  'hapi-socket.io',
  'koa-socket',
  'koa-socket-2',
  'koa-socket.io',
  'moleculer-io',
  'sails-hook-sockets',
];

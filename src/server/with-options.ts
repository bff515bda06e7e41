import type { ServerOptions } from 'socket.io';

/**
 * Attaches with options that win over the constructor's: v4 has it the other way round, where v2 looked at those of
 * `attach()` alone.
 */
export function withOptions(io: object, options: Partial<ServerOptions>, attach: () => void): void {
  // v4 keeps them to itself.
  const server = io as { opts: Partial<ServerOptions> };
  const { opts } = server;
  server.opts = { ...opts, ...options };
  try {
    attach();
  } finally {
    server.opts = opts;
  }
}

import { createRequire } from 'node:module';
import type { OriginHeaders } from '../../src/origins/policy.js';
import type { LegacyOrigins } from '../../src/v2/settings.js';

const require = createRequire(import.meta.url);

/** The releases whose own code decides, by the names they are installed under. */
export const V2_PACKAGES = {
  '1.4.8': 'socket.io-1.4',
  '2.0.4': 'socket.io-2.0',
  '2.1.1': 'socket.io-2.1',
  '2.3.0': 'socket.io-2.3',
  '2.4.0': 'socket.io-2.4.0',
  '2.5.1': 'socket.io-2.5',
} as const;

export type V2Release = keyof typeof V2_PACKAGES;

interface V2Server {
  checkRequest(
    request: { headers: OriginHeaders },
    callback: (error: unknown, success: boolean) => void,
  ): void;
  origins(value: unknown): void;
}

/**
 * Asks a release's own `checkRequest` whether it admits a handshake: the oracle of the property tests.
 *
 * @returns `dies` if the release threw, which ended the process
 */
export function v2Decision(
  release: V2Release,
  settings: { origins?: LegacyOrigins; originsCalls?: readonly LegacyOrigins[] },
): (headers: OriginHeaders) => 'admitted' | 'refused' | 'dies' {
  const Server = require(V2_PACKAGES[release]) as new (options: object) => V2Server;
  const server = new Server({ origins: settings.origins, serveClient: false });
  for (const value of settings.originsCalls ?? []) server.origins(value);
  return (headers) => {
    let answer: 'admitted' | 'refused' | undefined;
    try {
      server.checkRequest({ headers }, (_error, success) => {
        answer = success ? 'admitted' : 'refused';
      });
    } catch {
      return 'dies';
    }
    return answer ?? 'refused';
  };
}

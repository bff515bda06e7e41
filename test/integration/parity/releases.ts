import { readFileSync } from 'node:fs';
import type { Server as HttpServer } from 'node:http';
import { createRequire } from 'node:module';
import type { ServerOptions } from 'socket.io';

const require = createRequire(import.meta.url);

/** The legacy releases that are installed, under the aliases of package.json: one or more of every era. */
export const LEGACY_RELEASES = ['1.4', '2.0', '2.1', '2.3', '2.4.0', '2.5'] as const;
export type LegacyRelease = (typeof LEGACY_RELEASES)[number];

/** The modern ones: the oldest 4.x and the newest. */
export const MODERN_RELEASES = ['4.0', '4.8'] as const;
/** Those with the first and the last of several minors, which are asked at scale. 4.6 has another order of middleware. */
export const ALL_MODERN_RELEASES = [
  '4.0',
  '4.0.2',
  '4.1',
  '4.4',
  '4.5',
  '4.6',
  '4.6.2',
  '4.7',
  '4.8.0',
  '4.8',
] as const;
export type ModernRelease = (typeof ALL_MODERN_RELEASES)[number];

/** The members of an Engine.IO session, 1.6 to 6.6, that are needed to close it. */
interface EngineSession {
  writeBuffer: unknown[];
  close(discard: boolean): void;
}

/** An Engine.IO server, from 1.6 to 6.6. */
export interface Engine {
  readonly clients: Record<string, EngineSession>;
  close(): unknown;
}

/** The part of a Socket.IO 1.4–2.5 server that the tests touch: those releases have no types. */
export interface LegacyIo {
  readonly eio: Engine;
  origins(value: unknown): LegacyIo;
}

type LegacySocketIo = new (httpServer: HttpServer, settings: Record<string, unknown>) => LegacyIo;

interface ModernIo {
  readonly engine: Engine;
}

interface ModernSocketIo {
  Server: new (httpServer: HttpServer, options: Partial<ServerOptions>) => ModernIo;
}

interface EngineIo {
  attach(httpServer: HttpServer, options: object): Engine;
}

/** The exact version behind an alias: `'2.5'` → `'2.5.1'`. */
export function exactVersion(release: LegacyRelease | ModernRelease): string {
  // Read from the disk: the `exports` of 4.0 hide it.
  const file = new URL(`../../../node_modules/${packageOf(release)}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

export function loadLegacy(release: LegacyRelease): LegacySocketIo {
  return require(packageOf(release)) as LegacySocketIo;
}

export function loadModern(release: ModernRelease): ModernSocketIo {
  return require(packageOf(release)) as ModernSocketIo;
}

export function loadEngine(generation: 3 | 6): EngineIo {
  return require(generation === 3 ? 'engine.io-3' : 'engine.io') as EngineIo;
}

/** The alias that a release is installed under. */
export function packageOf(release: LegacyRelease | ModernRelease): string {
  return release === '4.8' ? 'socket.io' : `socket.io-${release}`;
}

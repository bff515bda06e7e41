import { createRequire } from 'node:module';

/** The version of this package, as its package.json says. */
export function ownVersion(): string {
  try {
    const { version } = createRequire(import.meta.url)('socket.io-cors-compat/package.json') as {
      version: string;
    };
    return version;
  } catch {
    return '0.0.0';
  }
}

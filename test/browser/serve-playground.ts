import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';

/** The playground as it is built, on a port of this machine. */
export interface ServedPlayground {
  /** With a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the playground to a temporary folder, and serves it. */
export async function servePlayground(): Promise<ServedPlayground> {
  const root = fileURLToPath(new URL('../../playground', import.meta.url));
  const configFile = join(root, 'vite.config.ts');
  const outDir = mkdtempSync(join(tmpdir(), 'playground-'));
  const vite = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url));
  // The command that people run, without the TypeScript loader of the tests.
  const args = [vite, 'build', root, '--config', configFile, '--outDir', outDir, '--emptyOutDir'];
  execFileSync(process.execPath, args, { stdio: 'pipe', env: { ...process.env, NODE_OPTIONS: '' } });
  const server = await preview({
    root,
    configFile,
    logLevel: 'error',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const { port } = server.httpServer.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

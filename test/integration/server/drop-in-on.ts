import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { ServerConstructor } from '../../../src/server/index.js';
import { type ModernRelease, packageOf } from '../parity/releases.js';

const HERE = fileURLToPath(import.meta.url);
const ENTRY = fileURLToPath(new URL('../../../src/server/index.ts', import.meta.url));
const require = createRequire(import.meta.url);

/** Built once in a process, because the same code runs on every release. */
let bundled: Promise<string> | undefined;
const loaded = new Map<ModernRelease, ServerConstructor>();

/** The drop-in server on a release of Socket.IO 4, as if that release were installed beside it. */
export async function dropInOn(release: ModernRelease): Promise<ServerConstructor> {
  bundled ??= bundle();
  const code = await bundled;
  const known = loaded.get(release);
  if (known !== undefined) return known;
  const { Server } = load(code, packageOf(release)) as { readonly Server: ServerConstructor };
  loaded.set(release, Server);
  return Server;
}

async function bundle(): Promise<string> {
  const built = await rolldown({
    input: ENTRY,
    platform: 'node',
    external: [/^node:/, 'socket.io', 'debug'],
    transform: { define: { 'import.meta.url': '__filename' } },
  });
  const { output } = await built.generate({ format: 'cjs', exports: 'named', codeSplitting: false });
  await built.close();
  return output[0].code;
}

/** Runs CommonJS code that finds `socket.io` under another name when it requires or resolves it. */
function load(code: string, alias: string): object {
  const nameOf = (name: string) => (name === 'socket.io' ? alias : name);
  const redirected = Object.assign((name: string) => give(nameOf(name)), {
    resolve: (name: string) => require.resolve(nameOf(name)),
  });
  const give = (name: string): unknown =>
    name === 'node:module' ? { ...require(name), createRequire: () => redirected } : require(name);
  const module = { exports: {} };
  new Function('require', 'module', 'exports', '__filename', code)(redirected, module, module.exports, HERE);
  return module.exports;
}

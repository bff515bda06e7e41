// Builds dist/: one ESM and one CommonJS tree, each with its own types. zod and semver are bundled, tree-shaken:
// imported as they come they would cost more than all of socket.io.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { bundleForBrowser } from './bundle-for-browser.mjs';
import { licencesOf } from './licences.mjs';

const ENTRIES = ['index', 'server', 'codemod', 'doctor'];

rmSync('dist', { recursive: true, force: true });
const bundled = new Set();

for (const [folder, format] of [
  ['esm', 'es'],
  ['cjs', 'cjs'],
]) {
  const bundle = await rolldown({
    input: {
      ...Object.fromEntries(ENTRIES.map((name) => [name, entryFile(name, format)])),
      // The command is run, never required.
      ...(format === 'es' ? { cli: 'src/cli/main.ts' } : {}),
    },
    platform: 'node',
    external: [/^node:/, 'socket.io', 'debug'],
    // In CommonJS a module knows its file by another name.
    transform: { target: 'node16', define: format === 'cjs' ? { 'import.meta.url': '__filename' } : {} },
  });
  const { output } = await bundle.write({
    dir: `dist/${folder}`,
    format,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    // What every entry needs in one file: each more costs an import time that the goal has no room for.
    codeSplitting: {
      groups: [
        {
          name: 'translate',
          test: /src\/(?:translate|legacy|policy|warnings|v4\/(?!.*text|source))|node_modules\/(?:zod|semver)\//,
        },
      ],
    },
    minify: { compress: true, mangle: false, codegen: true },
  });
  await bundle.close();
  for (const { modules } of output) for (const file of Object.keys(modules ?? {})) bundled.add(file);
  writeFileSync(
    `dist/${folder}/package.json`,
    `${JSON.stringify({ type: format === 'cjs' ? 'commonjs' : 'module' })}\n`,
  );
  execFileSync(process.execPath, [
    'node_modules/typescript/bin/tsc',
    '-p',
    'tsconfig.build.json',
    '--outDir',
    `dist/${folder}`,
  ]);
}

const { code, modules } = await bundleForBrowser();
for (const file of Object.keys(modules)) bundled.add(file);
mkdirSync('dist/browser');
writeFileSync('dist/browser/codemod.js', code);

writeFileSync('dist/THIRD-PARTY-LICENCES.md', licencesOf(bundled));

/** `src/name.ts`, else `src/name/index.ts`; for CommonJS `src/name/commonjs.cts`, where what require() gives is no namespace. */
function entryFile(name, format) {
  const candidates = [`src/${name}.ts`, `src/${name}/index.ts`];
  if (format === 'cjs') candidates.unshift(`src/${name}/commonjs.cts`);
  return candidates.find(existsSync);
}

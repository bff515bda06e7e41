// Builds dist/: one ESM and one CommonJS tree, each with its own types. zod and semver are bundled, tree-shaken:
// imported as they come they would cost more than all of socket.io.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { minifySync } from 'rolldown/utils';
import { bundleForBrowser } from './bundle-for-browser.mjs';
import { licencesOf } from './licences.mjs';
import { pruneTypes } from './prune-types.mjs';

const ENTRIES = ['index', 'server', 'codemod', 'doctor', 'eslint'];

/** Where the parser goes, in the one format that both trees can load: it weighs as much as all the rest. */
const PARSER = 'dist/shared/babel-parser.cjs';

/**
 * Names of functions and classes stay, for stack traces, and so do the lines: Node prints the line that threw above what
 * it threw, and a line of all the code would bury the message.
 */
const MINIFY = {
  compress: true,
  mangle: { keepNames: { function: true, class: true } },
  codegen: false,
};

rmSync('dist', { recursive: true, force: true });
const bundled = new Set();
buildParser();

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
    external: [/^node:/, 'socket.io', 'debug', '@babel/parser'],
    plugins: [
      {
        name: 'shared-parser',
        renderChunk: (code, { fileName }) => {
          const path = relative(dirname(join('dist', folder, fileName)), PARSER);
          // An `import` of it would have Node search all of it for names, which takes longer than to run it.
          return code
            .replace(
              /import \{ ([\w, ]+) \} from "@babel\/parser";/,
              'import { createRequire as requireFrom } from "node:module";\n' +
                'const { $1 } = requireFrom(import.meta.url)("@babel/parser");',
            )
            .replaceAll('"@babel/parser"', JSON.stringify(path));
        },
      },
    ],
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
    minify: MINIFY,
  });
  await bundle.close();
  for (const { modules } of output) for (const file of Object.keys(modules ?? {})) bundled.add(file);
  writeFileSync(
    `dist/${folder}/package.json`,
    `${JSON.stringify({ type: format === 'cjs' ? 'commonjs' : 'module' })}\n`,
  );
}

execFileSync(process.execPath, [
  'node_modules/typescript/bin/tsc',
  ...['-p', 'tsconfig.build.json', '--outDir', 'dist/esm'],
]);
cpSync('dist/esm', 'dist/cjs', { recursive: true, filter: (file) => !/\.js(?:on)?$/.test(file) });
for (const condition of ['import', 'require']) {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
  const types = Object.values(exports).flatMap((entry) => entry[condition]?.types ?? []);
  pruneTypes(condition === 'import' ? 'dist/esm' : 'dist/cjs', types);
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

/** Minifies the parser, which is one file: bundled it would stand in a function, and be compiled twice. */
function buildParser() {
  const file = createRequire(import.meta.url).resolve('@babel/parser');
  const { code, errors } = minifySync(PARSER, readFileSync(file, 'utf8'), {
    module: false,
    compress: { target: 'node20' },
    mangle: { toplevel: true },
  });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  mkdirSync(dirname(PARSER), { recursive: true });
  writeFileSync(PARSER, code);
  bundled.add(file);
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { transformSync } from 'rolldown/utils';
import { PARSER } from './parser.mjs';

const FOLDER = 'dist/cjs';

/** In CommonJS Node's modules are at hand, in a way that bundlers can follow. */
const ownRequire = {
  name: 'own-require',
  transform: (code) =>
    code
      .replaceAll("createRequire(import.meta.url)('node:", "require('")
      // Bundled into an ES module, it has no such name; what stands beside the program is found from there.
      .replaceAll(
        'createRequire(import.meta.url)',
        "createRequire(typeof __filename === 'undefined' ? process.argv[1] : __filename)",
      ),
};

/** The first releases of Node 14 have no modules by these names. */
const withoutPrefix = {
  name: 'without-prefix',
  resolveId: (source) =>
    source.startsWith('node:') ? { id: source.slice('node:'.length), external: true } : undefined,
};

/** The one parser is a file of its own, in no bundle. */
const sharedParser = {
  name: 'shared-parser',
  renderChunk: (code, { fileName }) =>
    code.replaceAll(
      /(["'`])@babel\/parser\1/g,
      JSON.stringify(`./${relative(dirname(join(FOLDER, fileName)), PARSER)}`),
    ),
};

/**
 * Bundles all code as CommonJS, which is the form that `require` and `import` both can load. zod and semver are bundled,
 * tree-shaken: imported as they come they would cost more than all of socket.io.
 *
 * @param entries paths under `src` without `.ts`, which are those under `dist/cjs` too
 * @returns the `names` that each entry exports, and the `modules` that went into it all
 */
export async function buildCommonJs(entries) {
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])),
    platform: 'node',
    // Nothing but itself leads to the command: loaded, it runs.
    preserveEntrySignatures: 'strict',
    external: ['socket.io', 'debug', '@babel/parser'],
    plugins: [withoutPrefix, ownRequire, sharedParser],
    // In CommonJS a module knows its file by another name.
    transform: { target: 'node14', define: { 'import.meta.url': '__filename' } },
  });
  const { output } = await bundle.write({
    dir: FOLDER,
    format: 'cjs',
    // As ES modules are, which is what the sources are.
    strict: true,
    // A default export is one name among others; `commonjs.cts` says where `require` is to give something else.
    exports: 'named',
    // With the mark some bundlers would give `import cjs from` another meaning than Node does.
    esModule: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    // What every entry needs in one file: each more costs an import time that the goal has no room for.
    codeSplitting: {
      groups: [
        {
          name: 'translate',
          test: /src\/(?:translate|v2|origins|runtime|messages\/(?!browsers|codemod|docs|doctor|eslint|explain|observe|program|project|proxies|wording)|v4)|node_modules\/(?:zod|semver)\//,
        },
      ],
    },
    comments: false,
    // Lines and names stay: Node prints the line that threw, and stack traces name functions.
    minify: { compress: true, mangle: { keepNames: { function: true, class: true } }, codegen: false },
  });
  await bundle.close();
  writeFileSync(join(FOLDER, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
  for (const name of entries) writeWhatRequireGives(dirname(name));
  const names = output.filter(({ isEntry }) => isEntry).map(({ name, exports }) => [name, exports]);
  return {
    names: Object.fromEntries(names),
    modules: output.flatMap(({ modules }) => Object.keys(modules)),
  };
}

/** Where what `require` gives is no namespace, `commonjs.cts` beside an entry says what it is. */
function writeWhatRequireGives(folder) {
  const source = `src/${folder}/commonjs.cts`;
  if (!existsSync(source)) return;
  const { code, errors } = transformSync(source, readFileSync(source, 'utf8'));
  if (errors.length > 0) throw new Error(`${source}: ${errors[0].message}`);
  writeFileSync(`${FOLDER}/${folder}/commonjs.cjs`, code);
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { transformSync } from 'rolldown/utils';
import { PARSER } from './parser.mjs';

const FOLDER = 'dist/cjs';

/** CommonJS loads Node's modules with a plain `require()`, which bundlers can follow. */
const ownRequire = {
  name: 'own-require',
  transform: (code) =>
    code
      .replaceAll("createRequire(import.meta.url)('node:", "require('")
      // An app that bundles this file into an ES module has no `__filename`: then packages are resolved from its program.
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

/** All bundles load the parser from the same file. */
const sharedParser = {
  name: 'shared-parser',
  renderChunk: (code, { fileName }) =>
    code.replaceAll(
      /(["'`])@babel\/parser\1/g,
      JSON.stringify(`./${relative(dirname(join(FOLDER, fileName)), PARSER)}`),
    ),
};

/**
 * Bundles all code as CommonJS, which both `require` and `import` can load. zod and semver are bundled and tree-shaken:
 * imported whole, they would take longer to load than socket.io.
 *
 * @param entries paths under `src` without `.ts`; the paths under `dist/cjs` are the same
 * @returns the `names` that each entry exports, and the `modules` in all bundles
 */
export async function buildCommonJs(entries) {
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])),
    platform: 'node',
    // The command exports nothing and runs when it is loaded, so its file must not get the exports of shared code.
    preserveEntrySignatures: 'strict',
    external: ['socket.io', 'debug', '@babel/parser'],
    plugins: [withoutPrefix, ownRequire, sharedParser],
    // The CommonJS name of a module's own file.
    transform: { target: 'node14', define: { 'import.meta.url': '__filename' } },
  });
  const { output } = await bundle.write({
    dir: FOLDER,
    format: 'cjs',
    // The sources are ES modules, which are always strict.
    strict: true,
    // A default export is a property like any other. An entry that `require` should give something else has a `commonjs.cts`.
    exports: 'named',
    // With `__esModule`, some bundlers would give `import cjs from` another meaning than Node does.
    esModule: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    // The code that every entry needs is in one file, because each further file makes the import slower.
    codeSplitting: {
      groups: [
        {
          name: 'translate',
          test: /src\/(?:translate|v2|origins|runtime|messages\/(?:message|server|settings|warn)|v4)|node_modules\/(?:zod|semver)\//,
        },
      ],
    },
    comments: false,
    // Line breaks and names stay, because Node prints the line that threw, and stack traces name functions.
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

/** Compiles the `commonjs.cts` of an entry, if it has one: that is what `require` returns. */
function writeWhatRequireGives(folder) {
  const source = `src/${folder}/commonjs.cts`;
  if (!existsSync(source)) return;
  const { code, errors } = transformSync(source, readFileSync(source, 'utf8'));
  if (errors.length > 0) throw new Error(`${source}: ${errors[0].message}`);
  writeFileSync(`${FOLDER}/${folder}/commonjs.cjs`, code);
}

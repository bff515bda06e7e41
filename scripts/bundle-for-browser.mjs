// Bundles the codemod for browsers: one ES module, without a builtin of Node.
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const STAND_IN = fileURLToPath(new URL('../src/policy/parse-url-in-browser.ts', import.meta.url));

/** @returns the bundle's chunk: its `code`, its `imports`, and the `modules` in it */
export async function bundleForBrowser() {
  const bundle = await rolldown({
    input: { codemod: fileURLToPath(new URL('../src/codemod/index.ts', import.meta.url)) },
    platform: 'browser',
    plugins: [
      {
        name: 'parse-url-in-browser',
        resolveId(source) {
          if (source === './parse-url.js') return STAND_IN;
          // What is imported for Node's sake alone goes with the functions that needed it.
          return source.startsWith('node:')
            ? { id: source, external: true, moduleSideEffects: false }
            : undefined;
        },
      },
    ],
    transform: { target: 'es2022', define: { 'process.env': '{}' } },
  });
  const { output } = await bundle.generate({
    format: 'es',
    entryFileNames: '[name].js',
    minify: true,
  });
  await bundle.close();
  return output[0];
}

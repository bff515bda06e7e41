import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { rolldown } from 'rolldown';
import { build as vite } from 'vite';
import { bundleForBrowsers } from '../../scripts/build/for-browsers.mjs';
import { parserCode } from '../../scripts/build/parser.mjs';

/** The ways in which the codemod gets into a page, each as the path of a module under `folder`. */
export interface CodemodBuilds {
  readonly folder: string;
  readonly modules: Readonly<Record<'no bundler' | 'esbuild' | 'rolldown' | 'Vite', string>>;
  readonly remove: () => void;
}

/** Writes the browser files of the package to a folder, and bundles them with the usual bundlers. */
export async function buildCodemod(): Promise<CodemodBuilds> {
  const folder = mkdtempSync(join(tmpdir(), 'codemod-in-browser-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  for (const name of ['browser', 'cjs']) mkdirSync(join(folder, name));
  write('package.json', '{ "type": "module" }');
  write('cjs/package.json', '{ "type": "commonjs" }');
  write('cjs/babel-parser.js', parserCode());
  write('browser/codemod.js', (await bundleForBrowsers()).code);
  write('entry.js', "export { migrateSource } from './browser/codemod.js';");
  const entry = join(folder, 'entry.js');

  const { outputFiles } = await esbuild({
    ...{ entryPoints: [entry], bundle: true, format: 'esm', write: false, logLevel: 'error' },
  });
  write('esbuild.js', outputFiles[0]?.text as string);

  const bundle = await rolldown({ input: entry, platform: 'browser' });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  write('rolldown.js', output[0].code);

  await vite({
    ...{ root: folder, configFile: false, logLevel: 'error' },
    build: { lib: { entry, formats: ['es'], fileName: 'vite' }, outDir: join(folder, 'built') },
  });
  write('vite.js', readFileSync(join(folder, 'built/vite.js'), 'utf8'));

  return {
    folder,
    modules: {
      'no bundler': 'browser/codemod.js',
      esbuild: 'esbuild.js',
      rolldown: 'rolldown.js',
      Vite: 'vite.js',
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

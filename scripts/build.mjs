// Builds dist/: all code as one CommonJS tree, ES modules over it, types, and the codemod for browsers.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { buildCommonJs } from './build/commonjs.mjs';
import { writeEsModules } from './build/es-modules.mjs';
import { bundleForBrowsers } from './build/for-browsers.mjs';
import { licencesOf } from './build/licences.mjs';
import { PARSER, PARSER_SOURCE, parserCode } from './build/parser.mjs';
import { buildTypes } from './build/types.mjs';

/** What users load: paths under `src`, and under `dist/cjs`. */
const ENTRIES = ['index', 'server/index', 'observe/index', 'codemod/index', 'doctor/index', 'eslint/index'];

rmSync('dist', { recursive: true, force: true });

const { names, modules } = await buildCommonJs([...ENTRIES, 'cli/main']);
writeFileSync(PARSER, parserCode());
buildTypes('dist/cjs', [...ENTRIES, 'server/commonjs', 'eslint/commonjs']);
writeEsModules(Object.fromEntries(ENTRIES.map((entry) => [entry, names[entry]])));

const forBrowsers = await bundleForBrowsers();
mkdirSync('dist/browser');
writeFileSync('dist/browser/codemod.js', forBrowsers.code);

writeFileSync(
  'dist/THIRD-PARTY-LICENCES.md',
  licencesOf([PARSER_SOURCE, ...modules, ...Object.keys(forBrowsers.modules)]),
);

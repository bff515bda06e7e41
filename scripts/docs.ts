// Writes docs/codes.md from the documentation beside the messages. `npm run docs -- --check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { codesPage } from './docs/codes-page.js';

const path = new URL('../docs/codes.md', import.meta.url);
const page = codesPage();
const isCurrent = readFileSync(path, 'utf8') === page;
if (!isCurrent && process.argv.includes('--check')) {
  console.error('docs/codes.md is out of date: run npm run docs');
  process.exitCode = 1;
} else if (!isCurrent) writeFileSync(path, page);

// Holds what c8 measured against what each folder has to have: what decides about access is covered whole. The figures
// are those of the tests' own process; programs that tests start are left out (see register.mjs).
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { transformSync } from 'rolldown/utils';

const REQUIRED = {
  'src/policy': { lines: 100, branches: 100 },
  'src/legacy': { lines: 100, branches: 100 },
};

const { total: _, ...measured } = JSON.parse(readFileSync('coverage/coverage-summary.json', 'utf8'));
const byName = new Map(Object.entries(measured).map(([file, figures]) => [nameOf(file), figures]));

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => nameOf(join(process.cwd(), 'src', name)))
  .filter((name) => byName.has(name) || hasCode(name));

let isMissed = false;
for (const [folder, required] of Object.entries(REQUIRED)) {
  const names = files.filter((name) => name.startsWith(`${folder}/`));
  // A folder without a file is one that was renamed.
  const found = { lines: share(names, 'lines'), branches: share(names, 'branches') };
  const short = Object.keys(required).filter((kind) => !(found[kind] >= required[kind]));
  console.log(
    `${short.length === 0 ? 'ok    ' : 'MISSED'} ${folder.padEnd(26)}`,
    Object.keys(required)
      .map((kind) => `${kind} ${found[kind].toFixed(2)} % (at least ${required[kind]})`)
      .join(', '),
  );
  if (short.length > 0) for (const line of names.flatMap(tellGaps)) console.log(line);
  isMissed ||= short.length > 0;
}
if (isMissed) {
  console.error(
    'Coverage fell below what scripts/coverage/check.mjs asks for. Write the missing tests; coverage/lcov.info has the lines.',
  );
  process.exitCode = 1;
}

function nameOf(file) {
  return relative(process.cwd(), file).split(sep).join('/');
}

/** Whether anything is left of a file once its types are taken away. */
function hasCode(name) {
  return (
    transformSync(name, readFileSync(name, 'utf8'))
      .code.replace(/export \{\};?/, '')
      .trim() !== ''
  );
}

/** A file that was never loaded has all its lines missing, and a branch. */
function figuresOf(name, kind) {
  const figures = byName.get(name)?.[kind];
  if (figures !== undefined) return figures;
  const total = kind === 'lines' ? readFileSync(name, 'utf8').split('\n').length : 1;
  return { covered: 0, total };
}

function share(names, kind) {
  const figures = names.map((name) => figuresOf(name, kind));
  const sum = (key) => figures.reduce((total, each) => total + each[key], 0);
  return (100 * sum('covered')) / sum('total');
}

function tellGaps(name) {
  const [lines, branches] = ['lines', 'branches'].map((kind) => share([name], kind));
  if (lines === 100 && branches === 100) return [];
  return [`         ${name}: ${lines.toFixed(1)} % of lines, ${branches.toFixed(1)} % of branches`];
}

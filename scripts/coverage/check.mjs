// Tells what c8 measured of each folder of src, and holds it against what the folder has to have: what decides about
// access, and what the doctor says of it, is covered whole; the others must not sink. The figures are those of the
// tests' own process; programs that tests start are left out (see register.mjs), so the command has more than it shows.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { transformSync } from 'rolldown/utils';

const WHOLE = { lines: 100, branches: 100 };

/** At least so much, in percent: all of it, or what was measured last, rounded down. */
const FLOORS = {
  src: WHOLE,
  'src/v2': WHOLE,
  'src/v4': WHOLE,
  'src/messages': WHOLE,
  'src/doctor/checks': WHOLE,
  'src/doctor/fetch': WHOLE,
  'src/doctor': { lines: 99, branches: 97 },
  'src/explain': { lines: 99, branches: 96 },
  'src/server': { lines: 96, branches: 96 },
  'src/codemod': { lines: 97, branches: 87 },
  'src/cli': { lines: 94, branches: 94 },
  'src/output': { lines: 90, branches: 87 },
  'src/origins': WHOLE,
  'src/print': WHOLE,
  'src/runtime': WHOLE,
  'src/eslint': WHOLE,
};

const { total: _, ...measured } = JSON.parse(readFileSync('coverage/coverage-summary.json', 'utf8'));
const byName = new Map(Object.entries(measured).map(([file, figures]) => [nameOf(file), figures]));

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => nameOf(join(process.cwd(), 'src', name)))
  .filter((name) => byName.has(name) || hasCode(name));
const byFolder = new Map(Object.keys(FLOORS).map((folder) => [folder, []]));
for (const name of files) byFolder.get(folderOf(name)).push(name);

console.log(`${'folder'.padEnd(28)}${'lines'.padStart(8)} (floor)${'branches'.padStart(12)} (floor)`);
let isMissed = false;
for (const [folder, names] of byFolder) {
  const floors = FLOORS[folder];
  // A folder without a file is one that was renamed.
  const cells = Object.entries(floors).map(([kind, floor]) => ({ found: share(names, kind), floor }));
  const isShort = cells.some(({ found, floor }) => !(found >= floor));
  const shown = cells.map(
    ({ found, floor }, index) => found.toFixed(2).padStart(index * 4 + 8) + `(${floor})`.padStart(8),
  );
  console.log(`${folder.padEnd(28)}${shown.join('')}${isShort ? '  MISSED' : ''}`);
  if (isShort) for (const line of names.flatMap(tellGaps)) console.log(line);
  isMissed ||= isShort;
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

/** The innermost folder that has a floor; one directly in src has to have its own. */
function folderOf(name) {
  const steps = name.split('/').slice(0, -1);
  const folders = steps.map((_step, index) => steps.slice(0, steps.length - index).join('/'));
  const folder = folders.find((each) => each in FLOORS && (each !== 'src' || steps.length === 1));
  if (folder === undefined) throw new Error(`${name}: its folder has no floor in scripts/coverage/check.mjs`);
  return folder;
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
  // What has no branch has none uncovered.
  return names.length > 0 && sum('total') === 0 ? 100 : (100 * sum('covered')) / sum('total');
}

function tellGaps(name) {
  const [lines, branches] = ['lines', 'branches'].map((kind) => share([name], kind));
  if (lines === 100 && branches === 100) return [];
  return [`    ${name}: ${lines.toFixed(1)} % of lines, ${branches.toFixed(1)} % of branches`];
}

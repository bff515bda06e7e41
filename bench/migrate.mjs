// How long `socketio-cors migrate` takes on a tree of thousands of files of which a handful matter: beside
// `grep -rl` with Node's own start, and beside jscodeshift with the same pre-filter; in a repository and outside of one.
// One run, one tree. The compared programs run alternately. `dist` has to be built.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SIZES = (process.env.FILES ?? '3000,8000').split(',').map(Number);
const RUNS = Number(process.env.RUNS ?? 7);
/** Node parses the files that this variable names whenever it starts. Most people have not set it. */
const { NODE_EXTRA_CA_CERTS: _, ...ENVIRONMENT } = process.env;
const MATTER = ['docs-example', 'list-with-ports', 'docs-function', 'environment-list', 'preflight-echo'];

/** Rows for each size of tree, with git and without. */
export function benchMigrate() {
  const work = mkdtempSync(join(tmpdir(), 'socketio-cors-bench-'));
  try {
    return SIZES.flatMap((files) => {
      const tree = join(work, `tree-${files}`);
      const count = makeTree(tree, files);
      const without = measure(work, tree, `${count} files, no git`);
      // As people have it: a repository, with nothing to commit, and packed as a clone is: jscodeshift walks through it.
      for (const args of [
        ['init', '-q'],
        ['add', '-A'],
        // It would collect garbage in the background, beside the command below.
        ['-c', 'gc.auto=0', '-c', 'user.name=b', '-c', 'user.email=b@b', 'commit', '-qm', 'b'],
        ['gc', '-q'],
      ])
        run(['git', '-C', tree, ...args], [0]);
      return [...measure(work, tree, `${count} files, git`), ...without];
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function measure(work, tree, what) {
  const transform = join(work, 'transform.cjs');
  writeFileSync(transform, TRANSFORM());
  const grep = [
    'grep',
    '-rlE',
    '--exclude-dir=.git',
    'socket\\.io|origins|handlePreflightRequest|WebSocketGateway',
    tree,
  ];
  const start = [process.execPath, '-e', '0'];
  const ours = [process.execPath, join(ROOT, 'dist/cjs/cli/main.js'), 'migrate', '--format', 'json', tree];
  const theirs = [
    process.execPath,
    join(ROOT, 'node_modules/jscodeshift/bin/jscodeshift.js'),
    '--dry',
    '--silent',
    '-t',
    transform,
    '--extensions=js,jsx,ts,tsx,mjs,cjs,mts,cts',
    tree,
  ];
  const { summary } = JSON.parse(run(ours, [0, 2]).stdout);
  if (summary.changed !== MATTER.length)
    throw new Error(`${summary.changed} files to change, not ${MATTER.length}`);
  const best = { grep: Infinity, start: Infinity, mine: Infinity, theirs: Infinity };
  for (let index = 0; index < RUNS; index++) {
    best.grep = Math.min(best.grep, timed(grep, [0]));
    best.start = Math.min(best.start, timed(start, [0]));
    best.mine = Math.min(best.mine, timed(ours, [0, 2]));
    best.theirs = Math.min(best.theirs, timed(theirs, [0]));
  }
  const floor = best.grep + best.start;
  const ms = (time) => `${time.toFixed(0)} ms`;
  return [
    {
      name: `migrate ÷ (grep -rl + node start), ${what}`,
      ratio: best.mine / floor,
      goal: '≤ 2.5',
      met: best.mine <= 2.5 * floor,
      how: `best of ${RUNS}, by turns: ${ms(best.mine)} and ${ms(floor)}`,
    },
    {
      name: `jscodeshift, with the same filter ÷ migrate, ${what}`,
      ratio: best.theirs / best.mine,
      goal: '≥ 10',
      met: best.theirs >= 10 * best.mine,
      how: `best of ${RUNS}, by turns: ${ms(best.theirs)} and ${ms(best.mine)}`,
    },
  ];
}

/** Copies sources from node_modules until there are enough, and puts the few that matter among them. */
function makeTree(tree, files) {
  let count = 0;
  const copy = (from, to) => {
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      if (count >= files) return;
      const [source, target] = [
        join(from, entry.name),
        join(to, entry.name.replace('node_modules', 'modules')),
      ];
      if (entry.isDirectory() && !/socket\.io|engine\.io/.test(entry.name)) copy(source, target);
      else if (
        entry.isFile() &&
        /\.(?:[cm]?js|[cm]?ts)$/.test(entry.name) &&
        !/\.d\.[cm]?ts$|min\.js$/.test(entry.name)
      ) {
        mkdirSync(to, { recursive: true });
        copyFileSync(source, target);
        count++;
      }
    }
  };
  for (let round = 0; count < files; round++)
    copy(join(ROOT, 'node_modules'), join(tree, `packages-${round}`));
  for (const name of MATTER) {
    mkdirSync(join(tree, 'app', name), { recursive: true });
    copyFileSync(
      join(ROOT, 'test/fixtures/programs', name, 'input.js'),
      join(tree, 'app', name, 'server.js'),
    );
    count++;
  }
  return count;
}

/** Does as little as a codemod can: parses what passes the filter, and prints it. */
function TRANSFORM() {
  return `module.exports = (file, api) => {
  if (!/['"]socket\\.io['"]|\\.origins\\s*\\(|['"]origins['"]|handlePreflightRequest|@WebSocketGateway/.test(file.source)) return undefined;
  const j = api.jscodeshift;
  return j(file.source).find(j.CallExpression).toSource();
};`;
}

function run([command, ...args], accepted) {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    cwd: dirname(ROOT),
    env: ENVIRONMENT,
  });
  if (!accepted.includes(result.status))
    throw new Error(`${command} ${args.join(' ')}: ${result.status}\n${result.stderr}`);
  return result;
}

function timed(command, accepted) {
  const began = performance.now();
  run(command, accepted);
  return performance.now() - began;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, ratio, goal, met, how } of benchMigrate())
    console.log(
      `${ratio.toFixed(2).padStart(8)}  ${name}  goal ${goal}: ${met ? 'met' : 'MISSED'}\n          ${how}`,
    );
}

// How long `socketio-cors migrate` takes on a tree of thousands of files of which a handful matter: beside
// `grep -rl` with Node's own start, and beside jscodeshift with the same pre-filter. One run, one tree.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FILES = Number(process.env.FILES ?? 8000);
const RUNS = Number(process.env.RUNS ?? 7);
const MATTER = ['docs-example', 'list-with-ports', 'docs-function', 'environment-list', 'preflight-echo'];

const work = mkdtempSync(join(tmpdir(), 'socketio-cors-bench-'));
try {
  const tree = join(work, 'tree');
  const count = makeTree(tree);
  // As people have it: a repository, with nothing to commit.
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['-c', 'user.name=b', '-c', 'user.email=b@b', 'commit', '-qm', 'b'],
  ])
    run(['git', '-C', tree, ...args], [0]);
  const command = join(work, 'command');
  await bundle(command);
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
  const ours = [process.execPath, join(command, 'main.mjs'), 'migrate', '--format', 'json', tree];
  const theirs = [
    process.execPath,
    join(ROOT, 'node_modules/jscodeshift/bin/jscodeshift.js'),
    '--dry',
    '--silent',
    '-t',
    transform,
    '--extensions=js,jsx,ts,tsx,mjs,cjs',
    tree,
  ];

  const result = JSON.parse(run(ours, [0, 2]).stdout);
  const floor = best(grep, [0]) + best(start, [0]);
  const mine = best(ours, [0, 2]);
  const jscodeshift = best(theirs, [0], 2);
  console.log(
    `${count} files, ${result.summary.changed} of them to change (scanned: ${result.summary.scanned})`,
  );
  console.log(`grep -rl + node start   ${ms(floor)}`);
  console.log(`socketio-cors migrate   ${ms(mine)}   ${(mine / floor).toFixed(2)} × (at most 2)`);
  console.log(
    `jscodeshift, filtered   ${ms(jscodeshift)}   ${(jscodeshift / mine).toFixed(1)} × ours (at least 10)`,
  );
  process.exitCode = mine <= 2 * floor && jscodeshift >= 10 * mine ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Copies sources from node_modules until there are enough, and puts the few that matter among them. */
function makeTree(tree) {
  let count = 0;
  const copy = (from, to) => {
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      if (count >= FILES) return;
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
  for (let round = 0; count < FILES; round++)
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

async function bundle(folder) {
  const build = await rolldown({
    input: join(ROOT, 'src/cli/main.ts'),
    platform: 'node',
    external: [/^socket\.io/],
    logLevel: 'silent',
  });
  await build.write({
    dir: folder,
    format: 'esm',
    minify: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await build.close();
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
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, cwd: dirname(work) });
  if (!accepted.includes(result.status))
    throw new Error(`${command} ${args.join(' ')}: ${result.status}\n${result.stderr}`);
  return result;
}

function best(command, accepted, runs = RUNS) {
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < runs; index++) {
    const began = performance.now();
    run(command, accepted);
    least = Math.min(least, performance.now() - began);
  }
  return least;
}

function ms(time) {
  return `${time.toFixed(0).padStart(6)} ms`;
}

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { type Program, programsIn, writeProgram } from './program.js';
import { type Outcome, runProgram } from './run-program.js';

/**
 * Holds migrated programs against the originals: each runs on the real Socket.IO that it was written for, and, migrated by
 * the command, on the real v4, and both are asked the same handshakes. A program must not silently open, silently close,
 * end on v4 only, or be changed again by a second run. Usage: `npm run differential [FILE…]`.
 */
const ROOT = resolve(import.meta.dirname, '../../..');
const MODULES = join(ROOT, 'node_modules');
const MAIN = process.env.SOCKETIO_CORS ?? join(ROOT, 'src/cli/main.ts');

/** The releases that are installed, by the versions that programs name. */
const RELEASES: Readonly<Record<string, string>> = {
  '2.5.1': 'socket.io-2.5',
  '2.4.0': 'socket.io-2.4.0',
  '2.3.0': 'socket.io-2.3',
  '2.1.1': 'socket.io-2.1',
  '2.0.4': 'socket.io-2.0',
};

/** Codes that are no excuse for a server that decides differently. */
const BESIDE_ORIGINS =
  /^(?:V2_API_CHANGED|GLOBAL_TYPES_ARE_GONE|LEGACY_CLIENTS_NEED_ALLOW_EIO3|PACKAGE_JSON_(?!STAYS_ON_V2).*)$/;

/** Codes that announce origins which a list names, and no others. */
const OF_LISTED_ORIGINS = /^(?:ORIGINS_READ_AT_RUN_TIME|ORIGIN_NOW_ADMITTED)$/;

/** Whether a caller is one that no list of the programs names: the fixed callers of `run-program.ts`. */
function isStranger(caller: string): boolean {
  return !/"(?:origin|referer)":"https?:\/\/(?:example\.com|localhost|later\.example)[":/]/.test(caller);
}

interface Finding {
  readonly code: string;
  readonly effect: string;
  readonly action: string;
}

interface Report {
  readonly files: readonly {
    path: string;
    changed: boolean;
    findings: readonly Finding[];
    error?: unknown;
  }[];
}

interface Verdict {
  readonly name: string;
  /** One of those that are right, or a fault. */
  readonly verdict: string;
  readonly codes: readonly string[];
  readonly details: readonly string[];
}

/** `said`: a finding announces the difference. `ends on v2`: a request ends the original, so there is nothing to compare. */
const RIGHT = new Set(['alike', 'said', 'manual', 'ends on v2']);

function migrate(folder: string, ...args: string[]): Report {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...process.execArgv, MAIN, 'migrate', folder, '--format', 'json', ...args],
    { encoding: 'utf8', cwd: folder, maxBuffer: 1 << 28, env: { ...process.env, NO_COLOR: '1' } },
  );
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    throw new Error(`migrate failed: ${stderr || stdout}`);
  }
}

/** Lets a program load a release of Socket.IO. */
function install(folder: string, release: string): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(join(MODULES, release), join(folder, 'node_modules/socket.io'));
}

/** The files of a report that belong to a program. */
function filesOf(report: Report, folder: string, { name }: Program) {
  return report.files.filter(
    ({ path }) => relative(join(folder, name), resolve(folder, path)).split('/')[0] !== '..',
  );
}

function judge(
  { name, isModern }: Program,
  before: Outcome,
  after: Outcome,
  files: Report['files'],
  isChangedAgain: boolean,
): Verdict {
  const findings = files.flatMap((file) => file.findings).filter(({ code }) => !BESIDE_ORIGINS.test(code));
  const codes = [...new Set(findings.map(({ code, effect, action }) => `${code}/${effect}/${action}`))];
  const isManual = findings.some(({ action }) => action === 'manual');
  const says = (effect: string) => isManual || findings.some((one) => one.effect === effect);
  const changed = (to: boolean) =>
    [...before.allowed]
      .filter(([caller, was]) => was !== to && after.allowed.get(caller) === to)
      .map(([caller]) => caller);
  const verdictOf = (verdict: string, details: readonly string[] = []) => ({ name, verdict, codes, details });

  if (before.failure !== undefined) {
    if (!isModern) return verdictOf(before.allowed.size > 0 ? 'ends on v2' : 'invalid', [before.failure]);
    // A call that v4 does not have: the program starts for the first time, and whom it lets in must be reported.
    return verdictOf(says('opens') ? 'said' : 'opens silently', [before.failure]);
  }
  const failed = files.filter(({ error }) => error !== undefined);
  if (failed.length > 0)
    return verdictOf(
      'not parsed',
      failed.map(({ error }) => JSON.stringify(error)),
    );
  if (isChangedAgain) return verdictOf('changed by a second run');
  if (after.failure !== undefined) return verdictOf(isManual ? 'manual' : 'ends on v4 only', [after.failure]);
  // A list that v4 ignored takes effect: the pages on it may read from then on, which the finding that closes the others says.
  const opened = changed(true).filter((caller) => !(isModern && caller.endsWith(' reads') && says('closes')));
  const isAnnounced = opened.some(isStranger)
    ? isManual || findings.some(({ code, effect }) => effect === 'opens' && !OF_LISTED_ORIGINS.test(code))
    : says('opens');
  if (opened.length > 0 && !isAnnounced) return verdictOf('opens silently', opened);
  const closed = changed(false);
  if (closed.length > 0 && !says('closes')) return verdictOf('closes silently', closed);
  if (isManual)
    return verdictOf(
      'manual',
      opened.map((caller) => `opens: ${caller}`),
    );
  return verdictOf(opened.length + closed.length > 0 ? 'said' : 'alike');
}

const paths = process.argv.slice(2).filter((path) => !path.startsWith('-'));
const isVerbose = process.argv.includes('--verbose');
const programs = programsIn(paths.length > 0 ? paths : [join(ROOT, 'test/programs')]);
const folder = mkdtempSync(join(tmpdir(), 'socketio-cors-programs-'));
const [beforeFolder, afterFolder] = [join(folder, 'before'), join(folder, 'after')];

try {
  for (const program of programs) {
    for (const side of [beforeFolder, afterFolder]) writeProgram(program, join(side, program.name));
  }
  const report = migrate(afterFolder, '--write', '--force');
  const again = migrate(afterFolder, '--check');
  for (const program of programs) {
    const release = program.isModern ? 'socket.io' : RELEASES[program.from];
    if (release === undefined) throw new Error(`${program.name}: ${program.from} is not installed`);
    install(join(beforeFolder, program.name), release);
    install(join(afterFolder, program.name), 'socket.io');
  }
  for (const name of ['express', 'tsx', 'dotenv'].filter((one) => existsSync(join(MODULES, one)))) {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(join(MODULES, name), join(folder, 'node_modules', name));
  }

  const verdicts: Verdict[] = [];
  const waiting = programs.values();
  const work = async () => {
    for (const program of waiting) {
      const protocol = program.isModern ? 4 : 3;
      const before = await runProgram(program, join(beforeFolder, program.name), protocol);
      const after = await runProgram(program, join(afterFolder, program.name), 4);
      const isChangedAgain = filesOf(again, afterFolder, program).some(({ changed }) => changed);
      const verdict = judge(program, before, after, filesOf(report, afterFolder, program), isChangedAgain);
      verdicts.push(verdict);
      if (isVerbose || !RIGHT.has(verdict.verdict))
        console.log(
          [
            `${verdict.verdict}: ${verdict.name}  ${verdict.codes.join(' ')}`,
            ...verdict.details.slice(0, 6),
          ].join('\n    '),
        );
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));

  const tally = new Map<string, number>();
  for (const { verdict } of verdicts) tally.set(verdict, (tally.get(verdict) ?? 0) + 1);
  const outright = verdicts.filter(({ verdict }) => verdict === 'alike' || verdict === 'said').length;
  const faults = verdicts.filter(({ verdict }) => !RIGHT.has(verdict)).length;
  console.log(Object.fromEntries([...tally].sort()));
  console.log(`${programs.length} programs, ${outright} migrated outright, ${faults} faults`);
  process.exitCode = faults === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

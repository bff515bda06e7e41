import { settingsProblems } from '../messages/settings-problems.js';
import { TRANSLATE_OPTIONS } from '../v2/parse.js';
import { readOptions } from '../v2/read-options.js';
import { inspectValue } from '../v2/schema.js';
import { LegacySettingsError, type SettingsIssue } from '../v2/settings.js';
import { type Releases, releasesOf } from './analyze/read-origins.js';
import { releaseReview } from './analyze/release-choice.js';
import { failureOf, parseSource } from './ast/parse.js';
import type { NodePath } from './ast/path.js';
import { mayUseSocketIo } from './detect/prefilter.js';
import { migratedCode } from './edits/construction.js';
import { SourceFile } from './edits/source-file.js';
import { type MigratedFile, migrateFile } from './migrate.js';
import { migrateToDropIn } from './migrations/fallback.js';
import type { MigrateOptions, MigrateResult } from './types.js';

/**
 * Migrates the CORS settings in a file's code from Socket.IO v2 to v4, and changes nothing else. A server whose meaning
 * cannot be proven is not edited: it gets a comment and a finding for manual review. Pure: reads no files, and never runs the
 * code.
 *
 * @param code the file's code
 * @param options the file's name, which says how to parse it, and how to migrate
 * @returns the code, changed or not, and the findings; `failure` is set if the code does not parse
 * @throws LegacySettingsError for options that are not understood, such as a `from` that is not a version
 * @example
 * const { code, findings } = migrateSource("require('socket.io')(3000, { origins: '*:*' })", { filename: 'server.js' });
 */
export function migrateSource(
  code: string,
  options: { readonly filename: string } & MigrateOptions,
): MigrateResult {
  // A property that a program has added to `Object.prototype` is not an option.
  const given = readOptions(options, []) as unknown as Options;
  return migrateWith(code, given, validated(code, given));
}

type Options = { readonly filename: string } & MigrateOptions;

/** The options that people give, and those that the command and the ESLint rule add. */
const PUBLIC_OPTIONS = [
  'filename',
  ...TRANSLATE_OPTIONS,
  'keepV2Clients',
  'fallback',
  'isSetElsewhere',
  'others',
];
const KNOWN_OPTIONS = new Set([...PUBLIC_OPTIONS, 'load', 'clientFrom', 'todoFor']);

/** JavaScript callers may give anything, and a misspelled option must not count as one that is not given. */
function validated(code: unknown, options: Options): Releases {
  const issues: SettingsIssue[] = [];
  const check = (path: string, value: unknown, isValid: boolean, words: string) => {
    if (!isValid) issues.push({ path, message: settingsProblems.value(inspectValue(value), words) });
  };
  const { filename, fallback, keepV2Clients } = options;
  check('code', code, typeof code === 'string', "a file's code");
  check('filename', filename, typeof filename === 'string', "a file's name, for example 'server.js'");
  check('fallback', fallback, fallback === undefined || fallback === 'drop-in', "'drop-in'");
  check(
    'keepV2Clients',
    keepV2Clients,
    /^(?:undefined|boolean)$/.test(typeof keepV2Clients),
    'true or false',
  );
  const unknown = Object.keys(options).filter((name) => !KNOWN_OPTIONS.has(name));
  if (unknown.length > 0)
    issues.push({ path: 'options', message: settingsProblems.unknownOptions(unknown, PUBLIC_OPTIONS) });
  try {
    const releases = releasesOf(options);
    if (issues.length === 0) return releases;
  } catch (error) {
    if (!(error instanceof LegacySettingsError)) throw error;
    // Unlike translateCors(), this takes code of v3 and v4 as well.
    const release = settingsProblems.release(inspectValue(options.from), 'from 1.4 to 4');
    issues.push(
      ...error.issues.map(({ path, message }) => ({ path, message: path === 'from' ? release : message })),
    );
  }
  throw new LegacySettingsError(issues);
}

function migrateWith(code: string, options: Options, releases: Releases): MigrateResult {
  const unchanged = { code, changed: false, findings: [] };
  if (!mayUseSocketIo(code)) return unchanged;
  const parsed = parseSource(code, options.filename);
  if (!('type' in parsed)) return { ...unchanged, failure: parsed };
  try {
    const original = new SourceFile(code, parsed, options, releases);
    const migrated = migrateFile(original);
    const needsFallback = options.fallback === 'drop-in' && !releases.isModern && needsDropIn(migrated);
    const review = needsFallback ? releaseReview(original, migrated.sites) : undefined;
    const fallback = needsFallback && !review ? migrateToDropIn(original, migrated) : undefined;
    if (review && !migrated.file.findings.some(({ message }) => message === review.warning.message))
      migrated.file.reportWarning(review.warning, review.path.node, 'manual');
    const result = resultOf(fallback ?? migrated.file, migrated);
    const written = result.changed ? parseSource(result.code, options.filename) : parsed;
    if ('type' in written) return result;
    const message = `The migrated code would not parse, which is a mistake of this command: ${written.message}`;
    return { ...unchanged, failure: { message, line: 1, column: 1 } };
  } catch (error) {
    // For example, a name is declared twice. The code is returned unchanged.
    return { ...unchanged, failure: failureOf(error) };
  }
}

function resultOf(file: SourceFile, { setsOthers }: MigratedFile): MigrateResult {
  const code = migratedCode(file);
  const findings = file.findings.sort((a, b) => a.line - b.line || a.column - b.column);
  return {
    code,
    changed: code !== file.code,
    findings,
    ...(setsOthers && { setsServerElsewhere: true as const }),
  };
}

/** Whether a server of the file needs review, no framework creates one, and the drop-in server can replace them. */
function needsDropIn({ file, sites, manual, unfollowed }: MigratedFile): boolean {
  const isFrameworks = sites.some(({ notation }) => notation !== 'v2' && notation !== 'v4');
  // The drop-in does not start with it either.
  const isInvalid = file.findings.some(({ code }) => code === 'INVALID_V2_SETTING');
  const isBase = unfollowed.some(({ path }) => initializesThis(path));
  return !isFrameworks && !isInvalid && !isBase && (manual.size > 0 || unfollowed.length > 0);
}

/** `SocketIO.call(this, server)` in an ES5 constructor, which only works with a function: the drop-in is a class, as v4 is. */
function initializesThis({ parentPath: call }: NodePath): boolean {
  return call?.is('CallExpression') === true && call.get('arguments')[0]?.is('ThisExpression') === true;
}

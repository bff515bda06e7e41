import { isAbsolute } from 'node:path';
import type { Rule } from 'eslint';

import { mayUseSocketIo } from '../codemod/detect/prefilter.js';
import { migrateSource } from '../codemod/migrate-source.js';
import { Packages } from '../codemod/project/packages.js';
import type { Finding, MigrateOptions } from '../codemod/types.js';
import { eslintMessages, note } from '../messages/eslint.js';

interface RuleOptions extends MigrateOptions {
  /** Whether the rewrite is a fix, which `--fix` and editors apply, or a suggestion. Default: `false`. */
  readonly fix?: boolean;
}

/**
 * Reports what `migrateSource` finds, one problem for each place. Places with only `info` findings are not reported. The
 * rewrite of the file is a suggestion, or with `fix: true` a fix.
 *
 * @throws LegacySettingsError for options that cannot be read, such as a `from` that is not a version
 */
export const noLegacyCors: Rule.RuleModule = {
  meta: {
    type: 'problem',
    fixable: 'code',
    hasSuggestions: true,
    docs: {
      description:
        'Disallow CORS settings of Socket.IO v2, and v4 settings that do not do what they seem to do',
      recommended: true,
    },
    messages: eslintMessages,
    schema: [
      {
        type: 'object',
        properties: {
          from: { type: 'string' },
          to: { type: 'string' },
          semantics: { enum: ['documented', 'exact'] },
          missingOrigin: { enum: ['as-v2', 'allow'] },
          keepV2Clients: { type: 'boolean' },
          fix: { type: 'boolean' },
        },
        additionalProperties: false,
      },
    ],
  },
  create(context) {
    const { sourceCode, filename, options } = context;
    // The text is parsed again, so that the rule works with every ESLint parser. Most files do not get this far.
    if (!mayUseSocketIo(sourceCode.text)) return {};
    return {
      Program() {
        const { fix = false, ...migrate } = (options[0] ?? {}) as RuleOptions;
        const { code, findings } = migrateSource(sourceCode.text, {
          ...withRelease(migrate, filename),
          todoFor: () => false,
          filename,
        });
        const isRewritten = code !== sourceCode.text && !isSilenced(sourceCode.text);
        // The edits for a server are spread over its file, its imports and its options, so they only work together.
        const rewrite: Rule.ReportFixer = (fixer) => {
          if (!isRewritten) return null;
          const { start, end, text } = editBetween(sourceCode.text, code);
          return fixer.replaceTextRange([start, end], text);
        };
        for (const place of placesOf(findings)) {
          const problem = problemAt(place);
          const { line = 1, column = 1 } = place[0] ?? {};
          if (problem === undefined) continue;
          context.report({
            ...problem,
            loc: { line, column: column - 1 },
            fix: fix ? rewrite : null,
            suggest: !fix && isRewritten ? [{ messageId: 'rewrite', fix: rewrite }] : [],
          });
        }
      },
    };
  },
};

/** One edit from a text to another, without their common start and end. ESLint would merge several into one. */
function editBetween(before: string, after: string): { start: number; end: number; text: string } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

/** Findings about one place, for each place. */
function placesOf(findings: readonly Finding[]): Finding[][] {
  const places = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.line}:${finding.column}`;
    places.set(key, [...(places.get(key) ?? []), finding]);
  }
  return [...places.values()];
}

/** @returns undefined if there are only findings of severity `info` */
function problemAt(
  place: readonly Finding[],
): { messageId: keyof typeof eslintMessages; data: Record<string, string> } | undefined {
  const grave = place.filter(({ severity }) => severity !== 'info');
  const notes = (findings: readonly Finding[]) =>
    findings.map(({ code, message }) => note(code, message)).join('');
  const migrated = place.find(({ action, subject }) => action === 'migrated' && subject !== undefined);
  const [setting] = /^(?:origins(?:Calls)?|handlePreflightRequest)\b/.exec(migrated?.subject ?? '') ?? [];
  if (setting === 'handlePreflightRequest') return { messageId: 'preflight', data: { notes: notes(grave) } };
  if (setting !== undefined)
    return { messageId: setting === 'origins' ? 'origins' : 'originsCall', data: { notes: notes(grave) } };
  const [first, ...others] = grave;
  if (first === undefined) return undefined;
  const { code, message, remedy } = first;
  return { messageId: 'finding', data: { code, message, remedy, notes: notes(others) } };
}

/**
 * Whether the rule is disabled for some place in the file. All edits of a file go together, so a fix for another place
 * would rewrite that one too.
 *
 * @example isSilenced('// eslint-disable-next-line socketio-cors/no-legacy-cors -- admin only') // true
 */
function isSilenced(text: string): boolean {
  return /\beslint-disable(?:-next-line|-line)?(?:[ \t]*(?:--|\*\/|$)|[^*\r\n]*\bno-legacy-cors\b)/m.test(
    text,
  );
}

/**
 * The release comes from package.json, as for the command: on v4, `require('socket.io')(server)` is not legacy code, and
 * a "fix" would allow every origin. A text without a file has no package.json.
 */
function withRelease(options: MigrateOptions, filename: string): MigrateOptions {
  if (options.from !== undefined || !isAbsolute(filename)) return options;
  return { ...options, from: new Packages().releaseFor(filename) };
}

import { isAbsolute } from 'node:path';
import type { Rule } from 'eslint';
import { codemodTexts } from '../codemod/analyze/warning-of.js';
import { mayConcernSocketIo } from '../codemod/detect/may-concern-socket-io.js';
import { migrateSource } from '../codemod/migrate-source.js';
import { ReleaseDetector } from '../codemod/project/release-detector.js';
import type { Finding, MigrateOptions } from '../codemod/types.js';
import { textEdits } from './text-edits.js';

/**
 * Reports what `migrateSource` finds, with its codes as message ids, at its places. What can be proven is mended by its
 * edits; what takes a person is reported, and the comment that the command would leave there is not written.
 *
 * @throws LegacySettingsError for options that are not understood, as a `from` that is no version
 */
export const noLegacyCors: Rule.RuleModule = {
  meta: {
    type: 'problem',
    fixable: 'code',
    docs: {
      description: "Finds CORS settings of Socket.IO v2, and v4's where they don't do what they seem to.",
      recommended: true,
      url: 'https://www.npmjs.com/package/socket.io-cors-compat',
    },
    messages: Object.fromEntries(
      Object.keys(codemodTexts).map((code) => [code, `${code}: {{message}} {{remedy}} See {{docs}}`]),
    ),
    schema: [
      {
        type: 'object',
        properties: {
          from: { type: 'string' },
          to: { type: 'string' },
          semantics: { enum: ['documented', 'exact'] },
          missingOrigin: { enum: ['as-v2', 'allow'] },
          keepV2Clients: { type: 'boolean' },
        },
        additionalProperties: false,
      },
    ],
  },
  create(context) {
    const { sourceCode, filename, options } = context;
    // Any parser will do, for the text is parsed once more; most files don't get that far.
    if (!mayConcernSocketIo(sourceCode.text)) return {};
    return {
      Program() {
        const migrate = { ...withRelease((options[0] ?? {}) as MigrateOptions, filename), todos: false };
        const { code, findings } = migrateSource(sourceCode.text, { ...migrate, filename });
        const edits = isSilenced(sourceCode.text) ? [] : textEdits(sourceCode.text, code);
        for (const finding of findings) {
          context.report({
            messageId: finding.code,
            data: { message: finding.message, remedy: finding.remedy, docs: finding.docs },
            loc: { line: finding.line, column: finding.column - 1 },
            fix: (fixer) =>
              isMended(finding)
                ? edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text))
                : null,
          });
        }
      },
    };
  },
};

/**
 * What a server needs is spread over a file, its import and its options, so that all edits go together: ESLint applies
 * them once, whoever of the findings brings them.
 */
function isMended({ action }: Finding): boolean {
  return action === 'migrated';
}

/**
 * Whether somebody has silenced the rule somewhere in the file: since all edits go together, a fix for another place
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
 * As the command does: on v4, `require('socket.io')(server)` is no leftover of v2, and "mending" it would let everyone
 * in. A text without a file has no package.json to ask.
 */
function withRelease(options: MigrateOptions, filename: string): MigrateOptions {
  if (options.from !== undefined || !isAbsolute(filename)) return options;
  return { ...options, from: new ReleaseDetector().releaseFor(filename) };
}

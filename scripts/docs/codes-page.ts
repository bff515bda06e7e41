import { howBad, referenceMarkdown } from '../../src/explain/explain-code.js';
import { type Chapter, chapters } from '../../src/messages/docs/index.js';
import { docsOf } from '../../src/messages/message.js';

const HEAD = `# Code reference

Every code that \`socket.io-cors-compat\` reports, what causes it, and how to fix it. \`npx socket.io-cors-compat explain CODE\` prints the same section in the terminal, offline.

**Severity.** \`danger\`: any website can get in, or a page or the server fails. \`warning\`: read it before you deploy. \`info\`: good to know.

**Effect.** \`opens\`: v4 will allow requests that v2 refused. \`closes\`: v4 will refuse requests that v2 allowed. No effect is shown if both decide alike.

This page is generated: edit \`src/messages/docs/\` and run \`npm run docs\`.`;

/** docs/codes.md: an index, then one section per code. */
export function codesPage(): string {
  return `${[HEAD, ...chapters.map(index), ...chapters.map(sections)].join('\n\n')}\n`;
}

const index = ({ title, codes }: Chapter): string =>
  [
    `**${title}**`,
    '',
    '| code | severity, effect | meaning |',
    '| --- | --- | --- |',
    ...codes.map(
      ({ code, summary, ...rest }) =>
        `| [\`${code}\`](#${anchorOf(code)}) | ${howBad(rest)} | ${summary.replaceAll('|', '\\|')} |`,
    ),
  ].join('\n');

const sections = ({ title, codes }: Chapter): string =>
  [
    `## ${title}`,
    ...codes.flatMap((reference) => [
      `### ${reference.code}`,
      `_${howBad(reference)}_`,
      ...referenceMarkdown(reference),
    ]),
  ].join('\n\n');

const anchorOf = (code: string): string => docsOf(code).split('#')[1] as string;

import { howBad, type Paragraph, paragraphsOf } from '../../src/explain/explain-code.js';
import { type Chapter, chapters } from '../../src/messages/docs/index.js';
import { docsOf } from '../../src/messages/message.js';

const HEAD = `# Code reference

Every code that \`socket.io-cors-compat\` reports, what causes it, and how to fix it. \`npx socket.io-cors-compat explain CODE\` prints the same section in the terminal, offline.

**Severity.** \`danger\`: any website can get in, or a page or the server fails. \`warning\`: read it before you deploy. \`info\`: good to know.

**Effect.** \`opens\`: v4 will allow requests that v2 refused. \`closes\`: v4 will refuse requests that v2 allowed. No effect is shown if both decide alike.

Messages and fixes are shown as they are printed for one example.

This page is generated: edit \`src/messages/\` and run \`npm run docs\`.`;

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
        `| [\`${code}\`](#${anchorOf(code)}) | ${howBad(rest)} | ${escaped(summary).replaceAll('|', '\\|')} |`,
    ),
  ].join('\n');

const sections = ({ title, codes }: Chapter): string =>
  [
    `## ${title}`,
    ...codes.flatMap((reference) => [
      `### ${reference.code}`,
      `_${howBad(reference)}_`,
      ...paragraphsOf(reference).map(markdown),
    ]),
  ].join('\n\n');

function markdown({ label, kind, text }: Paragraph): string {
  const head = label === undefined ? '' : `**${label}:**`;
  if (kind !== 'plain' && kind !== 'markdown') return `${head}\n\n${fence(kind, text)}`;
  return `${head} ${kind === 'plain' ? plainMarkdown(text) : text}`.trim();
}

const fence = (language: string, code: string): string => `\`\`\`${language}\n${code}\n\`\`\``;

/** A message or a remedy: lines that begin with two spaces are code, and some quote a browser. */
const plainMarkdown = (text: string): string =>
  text
    .split(/\n((?: {2}.*(?:\n|$))+)/)
    .map((part, index) =>
      index % 2 === 1
        ? fence('js', part.trimEnd().replace(/^ {2}/gm, ''))
        : part
            .split('\n')
            .map((line) => line.replace(/^(Firefox|Chrome): (.+)$/, '\n**$1:** `$2`'))
            .map((line) => (line.includes(':** `') ? line : escaped(line)))
            .join('\n'),
    )
    .filter((part) => part !== '')
    .join('\n\n');

/** Characters that Markdown would read as format, outside of what is code already. */
const escaped = (text: string): string =>
  text.replace(/`[^`]*`|[*<]|(?<!\w)_/g, (found) => (found.length > 1 ? found : `\\${found}`));

const anchorOf = (code: string): string => docsOf(code).split('#')[1] as string;

import { readFileSync } from 'node:fs';
import { migrateSource } from '../../src/codemod/index.js';
import { codesPage } from './codes-page.js';
import { type GeneratedDocument, generated } from './generated.js';
import { markdownTable } from './markdown-table.js';

/** Documents that can be generated without a server or a child process. */
export const writtenDocuments = (): GeneratedDocument[] => [
  generated('docs/codes.md', () => codesPage()),
  generated('MIGRATION.md', withMigratedCode),
  generated('docs/verification.md', withParity),
];

const FENCE = '\\n\\n```js\\n((?:(?!```)[\\s\\S])*)```';
const PAIR = new RegExp(
  `(\\*\\*Before\\*\\*${FENCE}(?:(?!\\n#)[\\s\\S])*?\\*\\*After \`migrate\`\\*\\*\\n\\n\`\`\`js\\n)([\\s\\S]*?)(?=\`\`\`)`,
  'g',
);

/** The guide, with what `migrate` makes of the code before each "After `migrate`". */
function withMigratedCode(text: string): string {
  return text.replace(PAIR, (_, head: string, before: string) => {
    const { code, findings } = migrateSource(before, { filename: 'server.js', from: '2.5.1' });
    const manual = findings.find(({ action }) => action === 'manual');
    if (manual) throw new Error(`MIGRATION.md: migrate leaves an example for review (${manual.code})`);
    return head + code;
  });
}

/** What the last run of `npm run parity` wrote. */
interface Parity {
  readonly configurations: number;
  readonly releases: readonly string[];
  readonly targets: readonly string[];
  readonly decisions: number;
  readonly agree: number;
  readonly underWarning: number;
  readonly malformed: number;
  readonly silent: number;
}

/** The page with the figures of results/parity.json. */
function withParity(text: string): string {
  const file = new URL('../../results/parity.json', import.meta.url);
  const parity: Parity = JSON.parse(readFileSync(file, 'utf8'));
  const count = (number: number) => number.toLocaleString('en');
  const span = (releases: readonly string[]) =>
    `${releases.length}, from ${releases[0]} to ${releases.at(-1)}`;
  const table = markdownTable([
    ['', ''],
    ['configurations', count(parity.configurations)],
    ['releases of v2', span(parity.releases)],
    ['releases of v4', span(parity.targets)],
    ['decisions compared', count(parity.decisions)],
    ['identical', count(parity.agree)],
    ['different, with a warning that says so', count(parity.underWarning)],
    ['different, for malformed headers that no browser sends', count(parity.malformed)],
    ['**different without a warning**', `**${count(parity.silent)}**`],
  ]);
  return text.replace(
    /(<!-- generated: parity -->\n)[\s\S]*?(<!-- \/generated -->)/,
    (_, open: string, close: string) => `${open}\n${table}\n\n${close}`,
  );
}

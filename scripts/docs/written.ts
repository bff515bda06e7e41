import { migrateSource } from '../../src/codemod/index.js';
import { codesPage } from './codes-page.js';
import { type GeneratedDocument, generated } from './generated.js';

/** Documents that can be generated without a server or a child process. */
export const writtenDocuments = (): GeneratedDocument[] => [
  generated('docs/codes.md', () => codesPage()),
  generated('MIGRATION.md', withMigratedCode),
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

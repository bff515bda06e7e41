import { MIGRATE_USAGE } from '../../src/cli/migrate-arguments.js';
import { usage } from '../../src/cli/usage.js';
import { markdownTable } from './markdown-table.js';

const CODES = ['0', '1', '2', '3', '130'];

/** What each command says of its exit codes, from its own `--help`. */
export function exitCodes(): string {
  const rows = Object.entries({ migrate: MIGRATE_USAGE, ...usage }).map(([command, text]) => {
    const meanings = new Map(
      [
        ...text.matchAll(/(?<=Exit(?: code)?: |[,;]\s)([0-3]|130) ([\s\S]+?)(?=[,;]\s(?:[0-3]|130) |\.\n)/g),
      ].map(([, code, meaning = '']) => [code, meaning.replace(/\s+/g, ' ').trim()]),
    );
    if (!meanings.has('0') || !meanings.has('3')) throw new Error(`--help of ${command} names no exit codes`);
    return [`\`${command}\``, ...CODES.map((code) => meanings.get(code) ?? '')];
  });
  return markdownTable([['command', ...CODES], ...rows]);
}

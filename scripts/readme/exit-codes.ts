import { HELP } from '../../src/cli/help.js';
import { markdownTable } from './markdown-table.js';

const CODES = ['0', '1', '2', '3', '130'];

/** What each command says of its exit codes, from its own `--help`. */
export function exitCodes(): string {
  const rows = Object.entries(HELP).map(([command, text]) => {
    const [, list = ''] = /Exit code: ([\s\S]*?)\.\n/.exec(text) ?? [];
    const meanings = new Map(
      list.split(/;\s+/).map((meaning) => {
        const [, code = '', words = ''] = /^(\d+) ([\s\S]*)$/.exec(meaning) ?? [];
        return [code, words.replace(/\s+/g, ' ')];
      }),
    );
    if (!meanings.has('0') || !meanings.has('3')) throw new Error(`--help of ${command} names no exit codes`);
    return [`\`${command}\``, ...CODES.map((code) => meanings.get(code) ?? '')];
  });
  return markdownTable([['command', ...CODES], ...rows]);
}

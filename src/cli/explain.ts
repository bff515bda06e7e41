import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { explainCode, looksLikeCode, unknownCode } from '../explain/explain-code.js';
import { explainSettings } from '../explain/explain-settings.js';
import { explainText } from '../explain/explain-text.js';
import { isInline, parseSettings } from '../explain/parse-settings.js';
import { commandTexts } from '../messages/command.js';
import { explainProblems } from '../messages/explain.js';
import { describeFileError } from '../messages/message.js';
import { showsColor, type Terminal, UsageError } from '../output/terminal.js';
import { LegacySettingsError, type TranslateOptions } from '../v2/settings.js';

export interface ExplainFlags extends TranslateOptions {
  readonly format: 'text' | 'json';
}

/**
 * `socketio-cors explain [settings | file.json | - | CODE]`
 *
 * @throws UsageError with every problem if the settings, or the options, cannot be read
 */
export async function explainCommand(
  operand: string | undefined,
  { format, ...options }: ExplainFlags,
  terminal: Terminal,
): Promise<string> {
  if (operand !== undefined && looksLikeCode(operand)) return codeText(operand, format);
  if (operand !== undefined && /\.[cm]?[jt]sx?$|(?:^|[\\/])package\.json$/i.test(operand))
    throw new UsageError(explainProblems.sourceFile(operand));
  const read = await readSettings(operand, terminal);
  if (read === undefined) return codeText(operand as string, format);
  try {
    const explanation = explainSettings(parseSettings(read.settings, read.name), options);
    if (format === 'json') return `${JSON.stringify(explanation, null, 2)}\n`;
    return explainText(explanation, showsColor(terminal.stdout));
  } catch (error) {
    // A regular expression in the settings is invalid.
    if (error instanceof SyntaxError) throw new UsageError(error.message);
    if (!(error instanceof LegacySettingsError)) throw error;
    const problems = error.issues.map(({ path, message }) => explainProblems.setting(path, message));
    throw new UsageError(problems.join('\n'));
  }
}

function codeText(code: string, format: ExplainFlags['format']): string {
  const explained = explainCode(code, format);
  if (explained === undefined) throw new UsageError(unknownCode(code));
  return explained;
}

/** @returns undefined if the operand is neither settings nor a file, so that a code may be meant */
async function readSettings(
  operand: string | undefined,
  { cwd, stdin = process.stdin }: Terminal,
): Promise<{ settings: string; name: string } | undefined> {
  if (operand === undefined && stdin.isTTY === true) throw new UsageError(commandTexts.settingsMissing);
  if (operand === undefined || operand === '-')
    return { settings: await text(stdin as AsyncIterable<Uint8Array>), name: 'standard input' };
  if (isInline(operand) || operand.trim() === '') return { settings: operand, name: 'settings' };
  try {
    return { settings: await readFile(resolve(cwd, operand), 'utf8'), name: operand };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && /^[\w-]+$/.test(operand)) return undefined;
    if (code === 'ENOENT' && /\s(?!.*\.\w+$)|^net::/.test(operand))
      throw new UsageError(commandTexts.unknownText(operand));
    throw new UsageError(commandTexts.unreadable(operand, describeFileError(error)));
  }
}

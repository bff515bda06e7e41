import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { explainCode, looksLikeCode } from '../explain/explain-code.js';
import { isInline } from '../explain/parse-settings.js';
import { runExplain } from '../explain/run.js';
import { commandTexts } from '../messages/command.js';
import type { CommandResult } from '../output/terminal.js';
import type { TranslateOptions } from '../v2/settings.js';
import { UsageError } from './failures.js';
import { showsColor, type Terminal } from './terminal.js';

export interface ExplainFlags extends TranslateOptions {
  readonly format: 'text' | 'json';
}

/** `socketio-cors explain [settings | file.json | - | CODE]` */
export async function explainCommand(
  operand: string | undefined,
  flags: ExplainFlags,
  terminal: Terminal,
): Promise<CommandResult> {
  if (operand !== undefined && looksLikeCode(operand)) return codeResult(operand);
  if (operand !== undefined && /\.[cm]?[jt]sx?$/.test(operand))
    throw new UsageError(commandTexts.sourceFile(operand));
  const settings = await readSettings(operand, terminal);
  if (settings === undefined) return codeResult(operand as string);
  return runExplain({ ...settings, ...flags, color: showsColor(terminal.stdout) });
}

function codeResult(code: string): CommandResult {
  const { exitCode, text } = explainCode(code);
  return exitCode === 0 ? { stdout: text, stderr: '', exitCode } : { stdout: '', stderr: text, exitCode };
}

/** @returns undefined if the operand is neither settings nor a file, so that a code may be meant */
async function readSettings(
  operand: string | undefined,
  { cwd, stdin = process.stdin }: Terminal,
): Promise<{ settings: string; name: string } | undefined> {
  if (operand === undefined && stdin.isTTY === true) throw new UsageError(commandTexts.settingsMissing);
  if (operand === undefined || operand === '-')
    return { settings: await text(stdin as AsyncIterable<Uint8Array>), name: 'standard input' };
  if (isInline(operand)) return { settings: operand, name: 'settings' };
  try {
    return { settings: await readFile(resolve(cwd, operand), 'utf8'), name: operand };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && /^[\w-]+$/.test(operand)) return undefined;
    if (code === 'ENOENT' && /\s/.test(operand) && !/\.\w+$/.test(operand))
      throw new UsageError(commandTexts.unknownText(operand));
    throw new UsageError(commandTexts.unreadable(operand, code));
  }
}

import { explainProblems } from '../messages/explain.js';
import type { CommandResult } from '../output/terminal.js';
import { LegacySettingsError, type TranslateOptions } from '../v2/settings.js';
import { explainSettings } from './explain-settings.js';
import { explainText } from './explain-text.js';
import { parseSettings, SettingsTextError } from './parse-settings.js';

/** What to explain, and how to print it. */
export interface ExplainOptions extends TranslateOptions {
  /** The settings, as JSON or as a JavaScript literal. */
  readonly settings: string;
  /** The source of the settings, for messages: a file's name, or `settings`. */
  readonly name: string;
  readonly format?: 'text' | 'json';
  /** Whether standard output is a terminal that shows colours. Default: `false`. */
  readonly color?: boolean;
}

/**
 * `socketio-cors explain SETTINGS`
 *
 * @returns exit code 3 and every problem on `stderr` if the settings, or the options, cannot be read
 */
export function runExplain({
  settings,
  name,
  format,
  color = false,
  ...options
}: ExplainOptions): CommandResult {
  try {
    const explanation = explainSettings(parseSettings(settings, name), options);
    const stdout =
      format === 'json' ? `${JSON.stringify(explanation, null, 2)}\n` : explainText(explanation, color);
    return { stdout, stderr: '', exitCode: 0 };
  } catch (error) {
    return {
      stdout: '',
      stderr: problemsOf(error)
        .map((problem) => `${problem}\n`)
        .join(''),
      exitCode: 3,
    };
  }
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof LegacySettingsError)
    return error.issues.map(({ path, message }) => explainProblems.setting(path, message));
  if (error instanceof SettingsTextError || error instanceof SyntaxError) return [error.message];
  throw error;
}

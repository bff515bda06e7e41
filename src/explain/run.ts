import { LegacySettingsError } from '../v2/legacy-settings-error.js';
import type { TranslateOptions } from '../v2/settings.js';
import { explainProblems } from './explain-problems.js';
import { explainSettings } from './explain-settings.js';
import { explainText } from './explain-text.js';
import { functionsAsText } from './functions-as-text.js';
import { namesNoOption } from './names-no-option.js';
import { parseSettingsJson, SettingsJsonError } from './parse-settings-json.js';

/** What to explain, and how to print. */
export interface ExplainOptions extends TranslateOptions {
  /** The settings, as JSON. */
  readonly json: string;
  /** Where they come from, for messages. */
  readonly name: string;
  readonly format?: 'text' | 'json';
  /** Whether standard output is a terminal that shows colours. Default false. */
  readonly color?: boolean;
}

/** What the command leaves behind; printing and exiting is the caller's. */
export interface ExplainResult {
  readonly stdout: string;
  readonly stderr: string;
  /** 0 explained, 3 not to be explained. */
  readonly exitCode: 0 | 3;
}

/** `socketio-cors explain` */
export function runExplain({ json, name, format, color = false, ...options }: ExplainOptions): ExplainResult {
  const problems: string[] = [];
  const settings = orProblem(() => parseSettingsJson(json, name), problems);
  const foreign = namesNoOption(settings);
  if (foreign !== undefined) problems.push(explainProblems.noSettings(name, foreign));
  problems.push(...functionsAsText(settings).map(explainProblems.functionAsText));
  // Where the settings cannot be read, the options are looked at all the same: problems are told together.
  const explanation = orProblem(
    () => explainSettings(problems.length > 0 ? {} : settings, options),
    problems,
  );
  if (explanation === undefined || problems.length > 0) {
    return { stdout: '', stderr: problems.map((problem) => `${problem}\n`).join(''), exitCode: 3 };
  }
  const stdout =
    format === 'json' ? `${JSON.stringify(explanation, null, 2)}\n` : explainText(explanation, color);
  return { stdout, stderr: '', exitCode: 0 };
}

function orProblem<T>(run: () => T, problems: string[]): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof LegacySettingsError) {
      problems.push(...error.issues.map(({ path, message }) => explainProblems.setting(path, message)));
    } else if (error instanceof SettingsJsonError) problems.push(error.message);
    else throw error;
    return undefined;
  }
}

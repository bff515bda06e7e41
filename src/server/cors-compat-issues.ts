import { settingsProblems } from '../messages/settings-problems.js';
import { describe } from '../v2/describe.js';
import type { SettingsIssue } from '../v2/legacy-settings-error.js';

/** What is wrong with `corsCompat`, but for the options of the translation, which the translator reads. */
export function corsCompatIssues(corsCompat: unknown): SettingsIssue[] {
  if (typeof corsCompat !== 'object' || corsCompat === null) {
    return [issue('corsCompat', corsCompat, "an object, as { from: '2.3.0' }")];
  }
  const { onWarning, propagateOrigins } = corsCompat as Record<string, unknown>;
  return [
    ...(onWarning === undefined || typeof onWarning === 'function'
      ? []
      : [issue('corsCompat.onWarning', onWarning, 'a function (warning)')]),
    ...(propagateOrigins === undefined || typeof propagateOrigins === 'boolean'
      ? []
      : [issue('corsCompat.propagateOrigins', propagateOrigins, 'true or false')]),
  ];
}

function issue(path: string, value: unknown, expected: string): SettingsIssue {
  return { path, message: settingsProblems.corsCompat(describe(value), expected) };
}

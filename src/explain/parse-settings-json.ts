import { explainProblems } from './explain-problems.js';

/** The text is no JSON. */
export class SettingsJsonError extends Error {
  override readonly name = 'SettingsJsonError';
}

/**
 * Parses settings that are written as JSON.
 *
 * @param name where they come from, for the message
 * @throws SettingsJsonError that says what is wrong, and where
 */
export function parseSettingsJson(text: string, name: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  if (json.trim() === '') throw new SettingsJsonError(explainProblems.empty(name));
  try {
    return JSON.parse(json);
  } catch (error) {
    const { message } = error as SyntaxError;
    const position = /^(.*?)(?: in JSON)? at position (\d+)/s.exec(message);
    const at = position === null ? firstUnexpected(json) : Number(position[2]);
    const said = position === null ? message : (position[1] as string);
    const where = `${name}:${lineAndColumn(json, at)}`;
    throw new SettingsJsonError(explainProblems.notJson(where, said.replace(/\s+/g, ' ')));
  }
}

/** Of a token that it did not expect, V8 tells no position: it is where a beginning of the text stops being one. */
function firstUnexpected(json: string): number {
  let good = 0;
  let bad = json.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isBeginning(json.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** Whether there is JSON that begins so. */
function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as Error;
    const position = / at position (\d+)/.exec(message)?.[1];
    // What is missing at the very end may still come.
    return position === undefined ? message.startsWith('Unexpected end') : Number(position) >= text.length;
  }
}

function lineAndColumn(text: string, position: number): string {
  const lines = text.slice(0, position).split('\n');
  return `${lines.length}:${(lines[lines.length - 1] as string).length + 1}`;
}

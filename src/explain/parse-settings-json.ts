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
    const [said, where] =
      position === null
        ? [message, name]
        : [position[1] as string, `${name}:${lineAndColumn(json, Number(position[2]))}`];
    throw new SettingsJsonError(explainProblems.notJson(where, said.replace(/\s+/g, ' ')));
  }
}

function lineAndColumn(text: string, position: number): string {
  const lines = text.slice(0, position).split('\n');
  return `${lines.length}:${(lines[lines.length - 1] as string).length + 1}`;
}

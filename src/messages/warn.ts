import { describeError, type Effect, type Entry, type Message, messageOf } from './message.js';
import { catalogue, type SettingsCode, type WarningArgs, type WarningCode } from './settings.js';

/** Something to know about settings that were translated. */
export interface Warning extends Message {
  readonly code: WarningCode;
  /** Whether v4 will allow more or fewer requests than the Socket.IO release that the app came from. */
  readonly effect: Effect;
  /** The setting or entry it is about, such as `origins[0]: "https://example.com"`. */
  readonly subject?: string;
}

/** Collects a warning. */
export type Warn = <Code extends SettingsCode>(code: Code, args: WarningArgs<Code>, subject?: string) => void;

/**
 * Builds a warning from the catalogue.
 *
 * @param subject the setting or entry it is about, such as `origins[0]: "https://example.com"`
 */
export function warningOf<Code extends SettingsCode>(
  code: Code,
  args: WarningArgs<Code>,
  subject?: string,
  fixIn?: 'settings' | 'source',
): Warning {
  return warningWith(catalogue[code], code, args, subject, fixIn);
}

/**
 * Builds a warning from the texts of its code.
 *
 * @param fixIn whether the reader has v2 settings, or v4 source code that they became
 */
export function warningWith<Code extends WarningCode>(
  texts: Pick<Entry<never>, keyof Entry<never>>,
  code: Code,
  args: WarningArgs<Code>,
  subject: string | undefined,
  fixIn: 'settings' | 'source' = 'settings',
): Warning {
  const { severity, message, remedy, docs } = messageOf(code, texts, args, fixIn);
  const warning = { code, severity, effect: texts.effect, message, remedy, docs };
  return subject === undefined ? warning : { ...warning, subject };
}

/** The warning that a function of the app threw, or that its promise was rejected. */
export function appFunctionFailed(name: WarningArgs<'APP_FUNCTION_FAILED'>['name'], error: unknown): Warning {
  return warningOf('APP_FUNCTION_FAILED', { name, error: describeError(error) }, name);
}

/** The command that explains a code in a terminal. */
export const explainCommand = (code: string): string => `npx socket.io-cors-compat explain ${code}`;

import type { Warn } from '../messages/warn.js';
import type { Era } from '../origins/policy.js';
import type { ParsedSettings } from './settings.js';

/** What the readers of an `origins` value have to know beside the value. */
export type OriginsContext = Pick<ParsedSettings, 'from' | 'semantics'> & {
  readonly era: Era;
  /** The name of the setting, as `origins` or `originsCalls[0]`. */
  readonly subject: string;
  readonly warn: Warn;
};

import type { Warning } from '../../src/messages/warn.js';
import { type Warn, warningOf } from '../../src/messages/warn.js';

/** A `warn` that collects its warnings. */
export function collectWarnings(): { readonly warn: Warn; readonly warnings: Warning[] } {
  const warnings: Warning[] = [];
  return { warnings, warn: (code, args, subject) => warnings.push(warningOf(code, args, subject)) };
}

/** A warning in one line, as tables of expectations write it: `CODE origins[0]: "x"`. */
export function line({ code, subject }: Warning): string {
  return subject === undefined ? code : `${code} ${subject}`;
}

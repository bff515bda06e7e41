import { catalogue, type WarningArgs, type WarningCode } from './catalogue.js';
import type { Warning } from './warning.js';

/** Takes down a warning; what it speaks of has to be what its texts need. */
export type Warn = <Code extends WarningCode>(code: Code, args: WarningArgs<Code>, subject?: string) => void;

/**
 * Builds a warning from the catalogue.
 *
 * @param subject the setting or entry it is about, as `origins[0]: "https://example.com"`
 */
export function warningOf<Code extends WarningCode>(
  code: Code,
  args: WarningArgs<Code>,
  subject?: string,
): Warning {
  // TypeScript cannot see that the entry and the arguments belong to one code.
  const { severity, effect, message, remedy } = catalogue[code] as (typeof catalogue)[WarningCode] & {
    message(args: unknown): string;
    remedy(args: unknown): string;
  };
  const warning = {
    code,
    severity,
    effect,
    message: message(args),
    remedy: remedy(args),
    docs: docsOf(code),
  };
  return subject === undefined ? warning : { ...warning, subject };
}

/** @example docsOf('ORIGIN_NEVER_MATCHED') // 'MIGRATION.md#origin-never-matched' */
export function docsOf(code: WarningCode): string {
  return `MIGRATION.md#${code.toLowerCase().replace(/_/g, '-')}`;
}

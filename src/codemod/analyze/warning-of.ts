import { codemodCatalogue } from '../../messages/codemod.js';
import { programCatalogue } from '../../messages/program.js';
import { catalogue, type Texts, type WarningArgs, type WarningCode } from '../../messages/settings.js';
import type { Warning } from '../../messages/warn.js';
import { warningWith } from '../../messages/warn.js';

/** The texts of the codemod: the translator's about settings, and its own about code. */
export const codemodTexts: Texts = { ...catalogue, ...codemodCatalogue, ...programCatalogue };

/**
 * Builds a warning from the catalogues of settings and of code.
 *
 * @param subject the setting or entry it is about, such as `origins[0]: "https://example.com"`
 */
export function warningOf<Code extends WarningCode>(
  code: Code,
  args: WarningArgs<Code>,
  subject?: string,
): Warning {
  return warningWith(codemodTexts[code], code, args, subject, 'source');
}

import type { Severity } from '../messages/severity.js';
import { docsOf } from '../messages/warn.js';
import { catalogue, type DiagnosisArgs, type DiagnosisCode } from './catalogue.js';

/** Something that is wrong with a server, or worth knowing about it. */
export interface Diagnosis {
  /** A browser's own name for a CORS failure, or a statement in capitals. Never renamed once released. */
  readonly code: DiagnosisCode;
  /** `danger`: pages are locked out, or strangers get in. `warning`: may surprise. `info`: to know. */
  readonly severity: Severity;
  /** What was seen; in lines of their own, what Firefox and Chrome print. */
  readonly message: string;
  /** The setting that mends it. */
  readonly remedy: string;
  /** Its section of the code reference: `docs/codes.md#anchor`. */
  readonly docs: string;
}

/** Whose settings a remedy speaks of. */
export type Generation = 'v2' | 'v4' | undefined;

/** Builds a diagnosis from the catalogue; what it speaks of has to be what its texts need. */
export function diagnosisOf<Code extends DiagnosisCode>(
  code: Code,
  args: DiagnosisArgs<Code>,
  generation?: Generation,
): Diagnosis {
  // TypeScript cannot see that the entry and the arguments belong to one code.
  const { severity, message, remedy, remedyV2 } = catalogue[code] as (typeof catalogue)[DiagnosisCode] & {
    message(args: unknown): string;
    remedy(args: unknown): string;
    remedyV2?(args: unknown): string;
  };
  const mend = generation === 'v2' && remedyV2 !== undefined ? remedyV2 : remedy;
  return { code, severity, message: message(args), remedy: mend(args), docs: docsOf(code) };
}

import { type DiagnosisArgs, type DiagnosisCode, doctorCatalogue } from '../messages/doctor.js';
import type { Entry } from '../messages/message.js';
import type { Severity } from '../messages/severity.js';
import { docsOf } from '../messages/warn.js';
import type { Survey } from './survey.js';

/** A problem with a server, or a fact worth knowing about it. */
export interface Diagnosis {
  /** A browser's own name for a CORS failure, or a statement in capitals. Never renamed once released. */
  readonly code: DiagnosisCode;
  /** `danger`: pages are locked out, or strangers can connect. `warning`: may surprise. `info`: to know. */
  readonly severity: Severity;
  /** What was seen. The lines after the first quote Firefox and Chrome. */
  readonly message: string;
  /** The setting that fixes it. Lines that begin with two spaces are code. */
  readonly remedy: string;
  /** Its section of the code reference: `docs/codes.md#anchor`. */
  readonly docs: string;
}

/** Looks for one kind of problem in a survey; pure. Returns nothing if it does not apply. */
export type Check = (survey: Survey) => readonly Diagnosis[];

/** Builds a diagnosis from the texts of its code. */
export function diagnosisOf<Code extends DiagnosisCode>(code: Code, args: DiagnosisArgs<Code>): Diagnosis {
  // TypeScript cannot see that the entry and the arguments belong to one code.
  const { severity, message, remedy } = doctorCatalogue[code] as Entry<unknown>;
  return { code, severity, message: message(args), remedy: remedy(args), docs: docsOf(code) };
}

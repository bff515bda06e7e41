import { codemodCatalogue } from '../codemod.js';
import { type DiagnosisCode, doctorCatalogue } from '../doctor.js';
import type { Effect, Severity } from '../message.js';
import { programCatalogue } from '../program.js';
import { catalogue, type WarningCode } from '../settings.js';
import { browserDocs } from './browsers.js';
import type { CodeDoc } from './code-doc.js';
import { codemodDocs } from './codemod.js';
import { doctorDocs } from './doctor.js';
import { programDocs } from './program.js';
import { serverDocs } from './server.js';
import { settingsDocs } from './settings.js';

/** Every code that is documented: those that we report, and the browsers' remaining names for CORS failures. */
export type Code = WarningCode | DiagnosisCode | keyof typeof browserDocs;

/** One section of the reference. */
export interface CodeReference extends CodeDoc {
  readonly code: Code;
  /** Absent for the browsers' names that we never report. */
  readonly severity?: Severity;
  /** Absent for diagnoses: they describe one server, not a change. */
  readonly effect?: Effect;
}

export interface Chapter {
  readonly title: string;
  readonly codes: readonly CodeReference[];
}

type Entries = Readonly<Record<string, { readonly severity: Severity; readonly effect?: Effect }>>;

function chapter(title: string, docs: Readonly<Record<string, CodeDoc>>, entries: Entries): Chapter {
  const codes = Object.entries(docs).map(([name, doc]): CodeReference => {
    const code = name as Code;
    const { severity, effect } = entries[code] ?? {};
    return {
      ...{ code, ...doc },
      ...(severity === undefined ? {} : { severity }),
      ...(effect === undefined ? {} : { effect }),
    };
  });
  return { title, codes };
}

/** Every code with its documentation, in the order in which the reference prints them. */
export const chapters: readonly Chapter[] = [
  chapter('Settings', settingsDocs, catalogue),
  chapter('The drop-in server', serverDocs, catalogue),
  chapter('The codemod', codemodDocs, codemodCatalogue),
  chapter('The rest of the program', programDocs, programCatalogue),
  chapter('The doctor', { ...doctorDocs, ...browserDocs }, doctorCatalogue),
];

import type { Diagnosis } from '../diagnosis.js';
import type { Survey } from '../survey.js';

/** Looks at what was seen of a server for one kind of thing; pure. */
export type Check = (survey: Survey) => readonly Diagnosis[];

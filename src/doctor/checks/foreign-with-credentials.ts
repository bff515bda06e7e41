import { diagnosisOf } from '../diagnosis.js';
import type { Check } from './check.js';
import { strangersAt } from './strangers-at.js';

/** Is any origin reflected, with credentials? */
export const foreignWithCredentials: Check = (survey) =>
  strangersAt(survey, 'with-credentials').map((origin) =>
    diagnosisOf('FOREIGN_ORIGIN_WITH_CREDENTIALS', { origin }, survey.generation),
  );

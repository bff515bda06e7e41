import { diagnosisOf } from '../diagnosis.js';
import type { Check } from './check.js';
import { strangersAt } from './strangers-at.js';

/** Does any page get in, though without credentials? */
export const anyOriginAdmitted: Check = (survey) =>
  strangersAt(survey, 'without-credentials').map((origin) =>
    diagnosisOf('ANY_ORIGIN_ADMITTED', { origin }, survey.generation),
  );

import { diagnosisOf } from '../diagnosis.js';
import { pollingOpenness } from '../openness.js';
import type { Check } from './check.js';
import { strangerOf } from './stranger-of.js';

/** Does any page get in, though without credentials? */
export const anyOriginAdmitted: Check = (survey) =>
  pollingOpenness(survey, 'foreign') === 'without-credentials'
    ? [diagnosisOf('ANY_ORIGIN_ADMITTED', { origin: strangerOf(survey) }, survey.generation)]
    : [];

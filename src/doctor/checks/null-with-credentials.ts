import { diagnosisOf } from '../diagnosis.js';
import { pollingOpenness } from '../openness.js';
import type { Check } from './check.js';

/** Is the origin `null` admitted with credentials? Where every origin is, that is said already. */
export const nullWithCredentials: Check = (survey) =>
  pollingOpenness(survey, 'null') === 'with-credentials' &&
  pollingOpenness(survey, 'foreign') !== 'with-credentials'
    ? [diagnosisOf('NULL_ORIGIN_WITH_CREDENTIALS', {}, survey.generation)]
    : [];

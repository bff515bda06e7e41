import { diagnosisOf } from '../diagnosis.js';
import { pollingOpenness } from '../openness.js';
import type { Check } from './check.js';
import { strangerOf } from './stranger-of.js';

/** Is any origin reflected, with credentials? */
export const foreignWithCredentials: Check = (survey) =>
  pollingOpenness(survey, 'foreign') === 'with-credentials'
    ? [diagnosisOf('FOREIGN_ORIGIN_WITH_CREDENTIALS', { origin: strangerOf(survey) }, survey.generation)]
    : [];

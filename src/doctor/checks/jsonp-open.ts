import { diagnosisOf } from '../diagnosis.js';
import { openedBeside } from '../openness.js';
import type { Check } from './check.js';

/** Does JSONP open for strangers whom polling keeps out? A script carries no Origin, at most a Referer. */
export const jsonpOpen: Check = (survey) => {
  const origin = openedBeside(survey, 'jsonp');
  return origin === undefined ? [] : [diagnosisOf('JSONP_OPEN', { origin }, survey.generation)];
};

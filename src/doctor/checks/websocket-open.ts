import { diagnosisOf } from '../diagnosis.js';
import { openedBeside } from '../openness.js';
import type { Check } from './check.js';

/** Does a WebSocket open for strangers whom polling keeps out? That is what `cors` alone leaves of v2's `origins`. */
export const websocketOpen: Check = (survey) => {
  const origin = openedBeside(survey, 'websocket');
  return origin === undefined
    ? []
    : [diagnosisOf('WEBSOCKET_OPEN_TO_ANY_ORIGIN', { origin }, survey.generation)];
};

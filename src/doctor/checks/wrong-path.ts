import { diagnosisOf } from '../diagnosis.js';
import { readEngineError, readPollingOpen } from '../engine-io.js';
import type { Check } from './check.js';

/** Does a Socket.IO server answer at another path of that host? */
export const wrongPath: Check = ({ isSocketIo, elsewhere, url }) => {
  const found = elsewhere.find(
    ({ outcome }) =>
      outcome.kind === 'answer' && (readPollingOpen(outcome.body) ?? readEngineError(outcome.body)) !== null,
  );
  if (isSocketIo || found === undefined) return [];
  return [diagnosisOf('WRONG_PATH', { url, path: new URL(found.url).pathname })];
};

import { diagnosisOf } from '../diagnosis.js';
import { isEngineIo } from '../engine-io.js';
import type { Check } from './check.js';

/** Does a Socket.IO server answer at another path of that host? */
export const wrongPath: Check = ({ isSocketIo, elsewhere, url }) => {
  const found = elsewhere.find(({ outcome }) => outcome.kind === 'answer' && isEngineIo(outcome.body));
  if (isSocketIo || found === undefined) return [];
  return [diagnosisOf('WRONG_PATH', { url, path: new URL(found.url).pathname })];
};

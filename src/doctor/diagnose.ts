import { catalogue, type DiagnosisCode } from './catalogue.js';
import { checks } from './checks/index.js';
import type { Diagnosis } from './diagnosis.js';
import type { Observation } from './observation.js';
import { survey } from './survey.js';

/**
 * Says what is wrong with a server, from what was seen of it: first whether a Socket.IO server answers at all, then
 * what keeps pages out, then what lets strangers in. Pure.
 *
 * @param observations what `probe` brought
 * @returns an empty array where there is nothing to say
 * @example diagnose(await probe('http://localhost:3000')).map(({ code }) => code) // ['EIO3_NOT_SPOKEN', 'WEBSOCKET_OPEN_TO_ANY_ORIGIN', 'JSONP_OPEN']
 */
export function diagnose(observations: readonly Observation[]): Diagnosis[] {
  const seen = survey(observations);
  return checks.flatMap((check) => check(seen)).sort((one, other) => rank(one.code) - rank(other.code));
}

const ORDER = Object.keys(catalogue);

const rank = (code: DiagnosisCode): number => ORDER.indexOf(code);

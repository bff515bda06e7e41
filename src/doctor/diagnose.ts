import { doctorCatalogue } from '../messages/doctor.js';
import { causesOf } from './checks/causes.js';
import { sessionUnknown } from './checks/nodes.js';
import { opennessChecks } from './checks/openness.js';
import { pageChecks } from './checks/pages.js';
import { reachabilityChecks } from './checks/reachability.js';
import type { Check, Diagnosis } from './diagnosis.js';
import type { Observation } from './observation.js';
import { type Survey, survey } from './survey.js';

/**
 * Says what is wrong with a server, from what `probe` saw: first whether a Socket.IO server answers at all, then what
 * blocks pages, then what lets strangers connect. Pure.
 *
 * @param observations what `probe` returned
 * @returns an empty array if there is nothing to report
 * @throws TypeError for anything else, such as the promise of `probe` without `await`
 * @example diagnose(await probe('http://localhost:3000')).map(({ code }) => code) // ['EIO3_UNSUPPORTED', 'WEBSOCKET_OPEN_TO_ANY_ORIGIN', 'JSONP_OPEN']
 */
export function diagnose(observations: readonly Observation[]): Diagnosis[] {
  if (!Array.isArray(observations)) {
    const found = typeof (observations as Partial<Promise<unknown>> | undefined)?.then === 'function';
    throw new TypeError(
      `observations: found ${found ? 'a promise' : 'no array'}; expected what probe() resolves to: diagnose(await probe(url))`,
    );
  }
  return diagnosesOf(survey(observations));
}

/** The diagnoses of a survey, in the order of the catalogue. */
export function diagnosesOf(seen: Survey): Diagnosis[] {
  const causes = causesOf(seen);
  return [
    ...causes.map(({ diagnosis }) => diagnosis),
    ...CHECKS.flatMap((check) => check(seen, causes) ?? []),
  ].sort((one, other) => ORDER.indexOf(one.code) - ORDER.indexOf(other.code));
}

const CHECKS: readonly Check[] = [...reachabilityChecks, ...pageChecks, sessionUnknown, ...opennessChecks];

const ORDER = Object.keys(doctorCatalogue);

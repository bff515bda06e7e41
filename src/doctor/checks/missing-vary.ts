import { diagnosisOf } from '../diagnosis.js';
import { readPollingOpen } from '../engine-io.js';
import { getHeader } from '../fetch-standard/header-list.js';
import type { Answer } from '../observation.js';
import type { Check } from './check.js';

/**
 * Does the answer depend on the origin without saying so to caches?
 * https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
 */
export const missingVary: Check = ({ rows, generation }) => {
  const answers = rows.flatMap(({ request, observation: { outcome } }) =>
    request === 'polling-get' && outcome.kind === 'answer' ? [outcome] : [],
  );
  const origins = new Set(answers.map(({ headers }) => getHeader(headers, 'access-control-allow-origin')));
  const isSilent = answers.some(
    (answer) => opens(answer) && names(answer) && !saysVary(answer) && !isKept(answer),
  );
  return origins.size > 1 && isSilent ? [diagnosisOf('MISSING_VARY_ORIGIN', {}, generation)] : [];
};

const opens = ({ body }: Answer): boolean => readPollingOpen(body) !== null;

const names = ({ headers }: Answer): boolean =>
  !['*', null].includes(getHeader(headers, 'access-control-allow-origin'));

const saysVary = ({ headers }: Answer): boolean =>
  /(?:^|,)\s*(?:origin|\*)\s*(?:,|$)/i.test(getHeader(headers, 'vary') ?? '');

const isKept = ({ headers }: Answer): boolean =>
  /\bno-store\b/i.test(getHeader(headers, 'cache-control') ?? '');

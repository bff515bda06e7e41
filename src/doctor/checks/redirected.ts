import { printable } from '../../output/printable.js';
import { diagnosisOf } from '../diagnosis.js';
import { isRedirect } from '../fetch-standard/cors-preflight.js';
import { getHeader } from '../fetch-standard/header-list.js';
import { isFailing, type Row } from '../survey.js';
import { blockedOf } from './blocked.js';
import type { Check } from './check.js';

/** Is a page sent elsewhere? Browsers may speak of a missing header instead, as they check the redirect as well. */
export const redirected: Check = ({ rows, generation }) => {
  const [first, ...others] = rows.filter((row) => isFailing(row) && locationOf(row) !== undefined);
  if (first === undefined) return [];
  const args = { ...blockedOf([first, ...others]), location: locationOf(first) ?? null };
  return [diagnosisOf('CORSExternalRedirectNotAllowed', args, generation)];
};

/** Without the query, which is the request's own; null where the redirect names no place. */
function locationOf({ observation: { outcome } }: Row): string | null | undefined {
  if (outcome.kind !== 'answer' || !isRedirect(outcome.status)) return undefined;
  const location = getHeader(outcome.headers, 'location');
  return location === null ? null : printable(location.replace(/\?.*/s, ''));
}

import { diagnosisOf } from '../diagnosis.js';
import { readEngineError } from '../engine-io.js';
import { isFailing, type Row } from '../survey.js';
import { blockedOf } from './blocked.js';
import type { Check } from './check.js';

/**
 * Did the server's own check refuse a page that is meant to get in? v2 answers so without CORS headers, and browsers
 * then speak of a missing header, which is not what is wrong.
 */
export const handshakeRefused: Check = ({ rows, generation }) => {
  const [first, ...others] = rows.filter((row) => isFailing(row) && isRefused(row));
  return first === undefined
    ? []
    : [diagnosisOf('HANDSHAKE_REFUSED', blockedOf([first, ...others]), generation)];
};

const isRefused = ({ verdict, observation: { outcome } }: Row): boolean =>
  (verdict.verdict === 'blocked' && verdict.reason === 'HANDSHAKE_REFUSED') ||
  (outcome.kind === 'answer' && readEngineError(outcome.body)?.code === 4);

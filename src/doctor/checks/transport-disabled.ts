import { diagnosisOf } from '../diagnosis.js';
import type { Check } from './check.js';

/** Does the server do without one of the transports? */
export const transportDisabled: Check = ({ rows }) => {
  const off = rows.filter(
    ({ verdict }) => verdict.verdict === 'blocked' && verdict.reason === 'TRANSPORT_DISABLED',
  );
  const transports = new Set(off.map(({ request }) => (request === 'websocket' ? 'websocket' : 'polling')));
  return [...transports].map((transport) => diagnosisOf('TRANSPORT_DISABLED', { transport }));
};

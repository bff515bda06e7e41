import { diagnosisOf } from '../diagnosis.js';
import type { Check } from './check.js';

/** Which generation of clients can talk to the server? */
export const protocolsSpoken: Check = ({ protocols: { eio3, eio4 }, isProtocolSeen }) => {
  if (eio4 && !eio3) return [diagnosisOf(isProtocolSeen ? 'EIO3_NOT_SPOKEN' : 'PROTOCOLS_NOT_SHOWN', {})];
  return eio3 && !eio4 ? [diagnosisOf('EIO4_NOT_SPOKEN', {})] : [];
};

import { diagnosisOf } from '../diagnosis.js';
import type { Check } from './check.js';

/** Which generation of clients can talk to the server? */
export const protocolsSpoken: Check = ({ protocols: { eio3, eio4 }, isProtocolSeen }) => {
  // Who refuses every handshake, refuses it before he looks at the protocol.
  if (eio4 && !eio3) return !isProtocolSeen ? [] : [diagnosisOf('EIO3_NOT_SPOKEN', {})];
  return eio3 && !eio4 ? [diagnosisOf('EIO4_NOT_SPOKEN', {})] : [];
};

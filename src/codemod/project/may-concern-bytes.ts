import { hasOrigins, hasOtherName, hasServerCall, isNamedIn } from '../detect/may-concern-socket-io.js';
import { someWord } from './some-word.js';

/** As much as is looked through at a time: a text of megabytes takes longer to make than to look through. */
const PIECE = 1 << 16;
/** As much as two pieces share, for what stands where they part. */
const SHARED = 64;
/** White space may go on beyond what is looked at, and nobody knows how long. */
const CALL = '(';

/**
 * What `mayConcernSocketIo` says of a file that holds one of the words, from its bytes: of a large one, only what stands
 * around the words is looked at in most cases. It may say yes where the other says no, but not the other way round.
 */
export function mayConcernBytes(bytes: Buffer): boolean {
  let isTold = false;
  let isOrigins = false;
  const isNamed = someWord(bytes, (around) => {
    isTold = true;
    isOrigins ||= hasOrigins(around);
    return isNamedIn(around + CALL);
  });
  return isNamed || (isTold && hasOtherName(bytes)) || (isOrigins && somePiece(bytes, hasServerCall));
}

function somePiece(bytes: Buffer, test: (piece: string) => boolean): boolean {
  for (let at = 0; at < bytes.length; at += PIECE) {
    if (test(bytes.toString('latin1', at, at + PIECE + SHARED) + CALL)) return true;
  }
  return false;
}

import type { Protocols } from './protocols.js';
import type { CompareReport, DoctorReport } from './report-json.js';

/** 0 nothing to do, 1 failures or differences, 3 usage or unreachable. */
export type ExitCode = 0 | 1 | 3;

/** A failure is what locks pages out or lets strangers in: a diagnosis of severity `danger`. */
export function doctorExitCode({ reachable, diagnoses }: DoctorReport): ExitCode {
  if (!reachable) return 3;
  return diagnoses.some(({ severity }) => severity === 'danger') ? 1 : 0;
}

/** Two addresses at which there is no Socket.IO server do not differ, and say nothing of the servers that were meant. */
export function compareExitCode({ reachable, protocols, differences }: CompareReport): ExitCode {
  if (!reachable.old || !reachable.new) return 3;
  if (differences.length > 0) return 1;
  return isSpoken(protocols.old) && isSpoken(protocols.new) ? 0 : 3;
}

const isSpoken = ({ eio3, eio4 }: Protocols): boolean => eio3 || eio4;

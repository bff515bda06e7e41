import type { CompareReport, DoctorReport } from './report-json.js';

/** 0 nothing to do, 1 failures or differences, 3 usage or unreachable. */
export type ExitCode = 0 | 1 | 3;

/** A failure is what locks pages out or lets strangers in: a diagnosis of severity `danger`. */
export function doctorExitCode({ reachable, diagnoses }: DoctorReport): ExitCode {
  if (!reachable) return 3;
  return diagnoses.some(({ severity }) => severity === 'danger') ? 1 : 0;
}

export function compareExitCode({ reachable, differences }: CompareReport): ExitCode {
  if (!reachable.old || !reachable.new) return 3;
  return differences.length > 0 ? 1 : 0;
}

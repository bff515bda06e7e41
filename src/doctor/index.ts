export type { DiagnosisCode } from '../messages/doctor.js';
export { diagnose } from './diagnose.js';
export type { Diagnosis } from './diagnosis.js';
export type {
  Answer,
  Eio,
  Failure,
  HeaderList,
  NotSent,
  Observation,
  Outcome,
  Page,
  Purpose,
  RequestKind,
  SocketBeginning,
} from './observation.js';
export { type ProbeOptions, ProbeOptionsError } from './options.js';
export { probe } from './probe.js';
export type { CompareReport, DoctorReport, Result } from './run.js';
export { type ExitCode, type RunOptions, type RunResult, runCompare, runDoctor } from './run.js';
export type { Protocols } from './survey.js';

export type { DiagnosisCode } from './catalogue.js';
export { compare, type Difference } from './compare.js';
export { diagnose } from './diagnose.js';
export type { Diagnosis } from './diagnosis.js';
export type { ExitCode } from './exit-code.js';
export type {
  Answer,
  Eio,
  Failure,
  HeaderList,
  NotSent,
  Observation,
  Outcome,
  Page,
  RequestKind,
  SocketBeginning,
} from './observation.js';
export { probe } from './probe.js';
export { type ProbeOptions, ProbeOptionsError } from './probe-options.js';
export type { Protocols } from './protocols.js';
export type { CompareReport, DoctorReport, Result } from './report-json.js';
export { type RunOptions, type RunResult, runCompare, runDoctor } from './run.js';

export type { LegacyCorsSettings, LegacyOrigins } from '../v2/settings.js';
export { LegacySettingsError, type SettingsIssue } from '../v2/settings.js';
export { ObserveFileError } from './file.js';
export type { DecidedHandshake, Verdict } from './handshake.js';
export type { HandshakeMeter } from './meter.js';
export { type ObservableServer, type Observation, observe } from './observe.js';
export type { ObserveOptions } from './options.js';
export type {
  Decisions,
  ObservationReport,
  ObservedOrigin,
  Suggestion,
  Suspicious,
} from './report.js';

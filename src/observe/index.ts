export type { LegacyCorsSettings, LegacyOrigins } from '../v2/settings.js';
export { LegacySettingsError, type SettingsIssue } from '../v2/settings.js';
export { ObserveFileError } from './file.js';
export type { DecidedHandshake, HandshakeMeter, Verdict } from './meter.js';
export type {
  Decisions,
  ObservationReport,
  ObservedOrigin,
  Suggestion,
  Suspicious,
} from './observation-report.js';
export { type ObservableServer, type Observation, observe } from './observe.js';
export type { ObserveOptions } from './options.js';

export { LegacySettingsError, type SettingsIssue } from './legacy/legacy-settings-error.js';
export type { LegacyCorsSettings, LegacyOrigins, TranslateOptions } from './legacy/settings.js';
export type {
  AllowRequest,
  AskFunction,
  Era,
  HandshakePolicy,
  MissingOrigin,
  OriginRule,
  OriginsFunction,
  Policy,
  PreflightAnswer,
  PreflightHandler,
  PreflightPolicy,
  Semantics,
} from './policy/policy.js';
export { type Translation, translateCors } from './translate.js';
export type { WarningCode } from './warnings/catalogue.js';
export type { Effect, Severity } from './warnings/severity.js';
export type { Warning } from './warnings/warning.js';

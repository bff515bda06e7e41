export type { Effect, Severity } from './messages/message.js';
export type { WarningCode } from './messages/settings.js';
export type { Warning } from './messages/warn.js';
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
} from './origins/policy.js';
export { type Translation, translateCors } from './translate.js';
export type { LegacyCorsSettings, LegacyOrigins, TranslateOptions } from './v2/settings.js';
export { LegacySettingsError, type SettingsIssue } from './v2/settings.js';

export type { DefaultEventsMap } from 'socket.io';
export type { WarningCode } from '../messages/settings.js';
export type { Warning } from '../messages/warn.js';
export type { AllowRequest, OriginsFunction, PreflightHandler } from '../origins/policy.js';
export type { LegacyOrigins } from '../v2/settings.js';
export { LegacySettingsError, type SettingsIssue } from '../v2/settings.js';
export { Namespace, Server, Server as default, type ServerConstructor, Socket } from './constructor.js';
export type { Origins } from './origins.js';
export type {
  AttachTarget,
  CompatServerOptions,
  CompatServerOptions as ServerOptions,
  CorsCompatOptions,
  EventsMap,
} from './settings.js';

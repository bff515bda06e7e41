export { type DefaultEventsMap, Namespace, type ServerOptions, Socket } from 'socket.io';
export { LegacySettingsError, type SettingsIssue } from '../legacy/legacy-settings-error.js';
export type { LegacyOrigins } from '../legacy/settings.js';
export type { AllowRequest, OriginsFunction, PreflightHandler } from '../policy/policy.js';
export type { WarningCode } from '../warnings/catalogue.js';
export type { Warning } from '../warnings/warning.js';
export type { AttachTarget, CompatServerOptions, CorsCompatOptions } from './options.js';
export type { Origins } from './origins-in-force.js';
export { Server, Server as default, type ServerConstructor } from './server.js';

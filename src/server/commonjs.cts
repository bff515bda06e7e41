import entry = require('./index.js');

/** `require('socket.io-cors-compat/server')` returns the constructor itself, as v2's `require('socket.io')` did. */
const socketIo = entry.Server;

/**
 * Its types, for example `socketIo.Server`: all that the ES module has, which a test checks. A type with parameters
 * repeats their list, because TypeScript has no name for one.
 */
declare namespace socketIo {
  export type AllowRequest = entry.AllowRequest;
  export type AttachTarget = entry.AttachTarget;
  export type CompatServerOptions = entry.CompatServerOptions;
  export type CorsCompatOptions = entry.CorsCompatOptions;
  export type DefaultEventsMap = entry.DefaultEventsMap;
  export type EventsMap = entry.EventsMap;
  export type LegacyOrigins = entry.LegacyOrigins;
  export type LegacySettingsError = entry.LegacySettingsError;
  export type Namespace<
    ListenEvents extends entry.EventsMap = entry.DefaultEventsMap,
    EmitEvents extends entry.EventsMap = ListenEvents,
    ServerSideEvents extends entry.EventsMap = entry.DefaultEventsMap,
    // biome-ignore lint/suspicious/noExplicitAny: v4's own default
    SocketData = any,
  > = entry.Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>;
  export type Origins = entry.Origins;
  export type OriginsFunction = entry.OriginsFunction;
  export type PreflightHandler = entry.PreflightHandler;
  export type Server<
    ListenEvents extends entry.EventsMap = entry.DefaultEventsMap,
    EmitEvents extends entry.EventsMap = ListenEvents,
    ServerSideEvents extends entry.EventsMap = entry.DefaultEventsMap,
    // biome-ignore lint/suspicious/noExplicitAny: v4's own default
    SocketData = any,
  > = entry.Server<ListenEvents, EmitEvents, ServerSideEvents, SocketData>;
  export type ServerConstructor = entry.ServerConstructor;
  export type ServerOptions = entry.ServerOptions;
  export type SettingsIssue = entry.SettingsIssue;
  export type Socket<
    ListenEvents extends entry.EventsMap = entry.DefaultEventsMap,
    EmitEvents extends entry.EventsMap = ListenEvents,
    ServerSideEvents extends entry.EventsMap = entry.DefaultEventsMap,
    // biome-ignore lint/suspicious/noExplicitAny: v4's own default
    SocketData = any,
  > = entry.Socket<ListenEvents, EmitEvents, ServerSideEvents, SocketData>;
  export type Warning = entry.Warning;
  export type WarningCode = entry.WarningCode;
}

export = socketIo;

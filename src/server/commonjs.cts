import entry = require('./index.js');

/** What `require('socket.io-cors-compat/server')` gives, as v2's `require('socket.io')` did: the constructor itself. */
const socketIo = entry.Server;

/** The types that go with it, as `socketIo.Server`. */
declare namespace socketIo {
  export type AttachTarget = entry.AttachTarget;
  export type CompatServerOptions = entry.CompatServerOptions;
  export type CorsCompatOptions = entry.CorsCompatOptions;
  export type LegacySettingsError = entry.LegacySettingsError;
  export type Namespace = entry.Namespace;
  export type OriginsFunction = entry.OriginsFunction;
  export type PreflightHandler = entry.PreflightHandler;
  export type Server = entry.Server;
  export type ServerOptions = entry.ServerOptions;
  export type Socket = entry.Socket;
  export type Warning = entry.Warning;
  export type WarningCode = entry.WarningCode;
}

export = socketIo;

/** Problems with a setting: what was found, what is accepted, and what to write instead. */
export const settingsProblems = {
  settings: (found: string) =>
    `found ${found}; expected the options that Socket.IO v2 got, for example { origins: ['https://example.com'] }`,
  options: (found: string) =>
    `found ${found}; expected an object, for example { from: '^2.3.0', semantics: 'exact' }, or nothing`,
  unknownOptions: (found: readonly string[], known: readonly string[]) =>
    `found unknown options (${found.join(', ')}); expected ${known.slice(0, -1).join(', ')} or ${known[known.length - 1]}`,
  origins: (found: string) =>
    `found ${found}; expected a string, an array of strings, or a function (origin, callback). ` +
    'Socket.IO v2 crashed with a TypeError at the first request',
  originsPattern: (found: string) =>
    `found ${found}; expected a string, an array of strings, or a function (origin, callback). ` +
    'Socket.IO v2 never matched regular expressions: list the origins, or use a function that tests them',
  originsEntry: (found: string) =>
    `found ${found}; expected a string, for example 'https://example.com'. Socket.IO v2 never matched anything else`,
  originsCall: (found: string) =>
    `found ${found}; expected a string, an array of strings, or a function (origin, callback). ` +
    'Socket.IO v2 crashed with a TypeError at the first request after such a call: is an environment variable unset? ' +
    'Leave out io.set() calls with such a value, because v2 ignored them',
  originsCalls: (found: string) =>
    `found ${found}; expected an array with the arguments of the io.origins() calls, in order`,
  handlePreflightRequest: (found: string) =>
    `found ${found}; expected a function (req, res), or false to leave preflights to other listeners`,
  allowRequest: (found: string) => `found ${found}; expected a function (req, callback)`,
  cors: (found: string) =>
    `found ${found}; expected no cors: it is a v3 and v4 setting, which v2 ignored. ` +
    'Settings for v4 need no translation: pass them to the server. ' +
    'To adjust a translation, change options.cors of the result',
  engine: (found: string) => `found ${found}; expected a function that returns the server: () => io.engine`,
  release: (found: string, words: string) =>
    `found ${found}; expected a version or range of Socket.IO ${words}, for example '2.5.1' or '^2.3.0'`,
  target: (found: string, words: string) =>
    `found ${found}; expected a version or range of Socket.IO ${words}, for example '4.8.4' or '^4.0.0'`,
  constructorOnly: (found: string) =>
    `found ${found}; expected it in the options of the constructor, not in those of attach() or listen()`,
  corsInForce: (found: string) =>
    `found ${found}; expected no v2 setting, because the constructor was given v4's own cors. ` +
    'Keep cors and remove this, or give origins to the constructor and remove cors',
  attachTarget: (found: string) => `found ${found}; expected an HTTP server or a port`,
  attachApp: (found: string) =>
    `found ${found}; expected attach(httpServer): v2 did not know uWebSockets.js. ` +
    'For such an app, use Server from socket.io with the options that translateCors() gives',
  // The last sentences are those of v2 and v4.
  requestHandler: (found: string) =>
    `found ${found}; expected an HTTP server or a port. You are trying to attach socket.io to an express ` +
    'request handler function. Please pass a http.Server instance',
  calledOn: (found: string) =>
    `found ${found}; expected new Server(…), or a class that extends Server. Server.call(this, …) with util.inherits() ` +
    'worked on v2, whose server was a function. Since v3 it is a class. Write class Chat extends Server { constructor(...args) { super(...args); } }',
  value: (found: string, words: string) => `found ${found}; expected ${words}`,
  wholeTranslation:
    'The server was given all that translateCors() returned. Give it the options only: new Server(httpServer, translateCors(settings).options)',
  choice: (found: string, choices: readonly string[]) =>
    `found ${found}; expected ${choices.map((choice) => `'${choice}'`).join(' or ')}`,
} as const;

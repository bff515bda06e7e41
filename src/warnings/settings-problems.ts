/** What is wrong with a setting: what was found, what is accepted, and what to write instead. */
export const settingsProblems = {
  settings: (found: string) =>
    `found ${found}; expected the options object that was given to Socket.IO v2, as { origins: ['https://example.com'] }`,
  options: (found: string) =>
    `found ${found}; expected an object, as { from: '^2.3.0', semantics: 'exact' }, or nothing`,
  unknownOptions: (found: string) => `found ${found}; expected from, to, semantics or missingOrigin`,
  origins: (found: string) =>
    `found ${found}; expected a string, an array of strings, or a function (origin, callback). ` +
    'Socket.IO v2 died of a TypeError at the first request with it',
  originsPattern: (found: string) =>
    `found ${found}; expected a string, an array of strings, or a function (origin, callback). ` +
    'Socket.IO v2 never matched regular expressions: write the origins out, or give a function that tests them',
  originsEntry: (found: string) =>
    `found ${found}; expected a string, as 'https://example.com'. Socket.IO v2 never matched anything else`,
  originsCall: (found: string) =>
    `found ${found}; expected a string, an array of strings, or a function (origin, callback). ` +
    'Socket.IO v2 died of a TypeError at the first request after such a call: is an environment variable unset? ' +
    'Leave out calls of io.set() with such a value: v2 ignored those',
  originsCalls: (found: string) =>
    `found ${found}; expected an array with the arguments of the io.origins() calls, in order`,
  handlePreflightRequest: (found: string) =>
    `found ${found}; expected a function (req, res), or false to leave preflights to other listeners`,
  allowRequest: (found: string) => `found ${found}; expected a function (req, callback)`,
  cors: (found: string) =>
    `found ${found}; cors is a setting of v3 and v4, which v2 ignored. ` +
    'Settings for v4 need no translation: give them to the server as they are. ' +
    'Settings of v2 are translated without it; to adjust a translation, change options.cors of the result',
  release: (found: string, words: string) =>
    `found ${found}; expected a version or range of Socket.IO ${words}, as '2.5.1' or '^2.3.0'`,
  target: (found: string, words: string) =>
    `found ${found}; expected a version or range of Socket.IO ${words}, as '4.8.4' or '^4.0.0'`,
  choice: (found: string, choices: readonly string[]) =>
    `found ${found}; expected ${choices.map((choice) => `'${choice}'`).join(' or ')}`,
} as const;

/** The text of `--help` below the options of a command, with its exit codes. */
export const HELP = {
  migrate: `
Without --write, this is a dry run: it prints a diff and the findings, and changes nothing.

Reads JavaScript and TypeScript files, scripts with a Node shebang, pages (for client code), and package.json. Does not read
node_modules, files that git ignores, or copies of Socket.IO. Lists the other files that it skips.

Exit code:
  0    nothing needs manual review; with --check, there is nothing to change either
  1    with --check: there are changes to make
  2    something needs manual review
  3    failed

Ctrl-C stops it before it writes. Once it has begun to write, it writes all files.

Example: npx socket.io-cors-compat migrate --check`,
  doctor: `
Exit code:
  0  no failure
  1  a page is blocked, or other websites can connect or could not be tested
  3  wrong usage, or the server could not be reached

Example: npx socket.io-cors-compat doctor https://api.example.com --origin https://example.com --header my-custom-header`,
  compare: `
Prints only what differs. opens: the new server allows what the old one refused. closes: the reverse.

Exit code:
  0  no difference
  1  differences
  3  wrong usage, or the servers cannot be compared

Example: npx socket.io-cors-compat compare https://api.example.com https://staging.example.com --origin https://example.com`,
  explain: `
Settings are JSON or a JavaScript object literal without functions. Without an argument, they are read from standard input.
A code is one that these commands print, a browser's name for a CORS error, or the browser's message.

Exit code:
  0  explained
  3  wrong usage, an unknown code, or settings that no v2 server accepted

Examples:
  npx socket.io-cors-compat explain "{ origins: ['https://example.com'] }" --from ^2.3.0
  npx socket.io-cors-compat explain ALLOW_ALL_BY_DEFAULT`,
  report: `
Exit code:
  0  no handshake would be decided differently
  1  some would
  3  wrong usage, or a file cannot be read

Example: npx socket.io-cors-compat report handshakes.json handshakes-2.json --min-handshakes 10`,
} as const;

/** The other sentences of the command. */
export const commandTexts = {
  settingsMissing: 'Settings are missing. Give settings, a file, a code, or - for standard input.',
  unknownText: (text: string) =>
    `"${text}" is neither a file nor an error message that names a cause${/^(?:xhr \w+|websocket|transport) error$/.test(text) ? ": Socket.IO's client prints it for every cause. The browser's console has more" : ''}. Give the whole message. If there is no more of it, ask the server: npx socket.io-cors-compat doctor URL --origin ORIGIN-OF-THE-PAGE`,
  unreadable: (file: string, reason: string) => `${file} cannot be read: ${reason}`,
  unsupportedNode: (version: string) =>
    `socketio-cors needs Node 20 or later, and this is Node ${version}. Run it with a newer Node, on any machine that has the source code or can reach the server. The migrated code also runs on older releases.\n`,
  noUndo: 'There is no undo for files whose old content was not committed to git.\n',
  sourceRelease: 'Expected a version or range of Socket.IO from 1.4 to 4, for example 2.5.1 or ^2.3.0.',
  targetRelease: 'Expected a version or range of Socket.IO from 3 to 4, for example 4.8.4 or ^4.0.0.',
  wholeNumber: 'Expected a whole number, 0 or more.',
  askServer: (url: string) => `To ask that server: npx socket.io-cors-compat doctor ${url}`,
  migrateFile: (file: string) =>
    `To see what ${file} becomes on v4: npx socket.io-cors-compat migrate ${file}`,
  explainCode: (code: string) => `To read what it means: npx socket.io-cors-compat explain ${code}`,
} as const;

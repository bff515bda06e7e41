/** The text of `--help` below the options of a command, with its exit codes. */
export const HELP = {
  migrate: `
A dry run unless --write is given: it prints a diff and what needs your review, and changes nothing.

Looks at .js, .ts, .jsx, .tsx and the like, at scripts with a Node shebang, at pages (for what changes in clients), and at
package.json. Leaves out what git ignores, node_modules, and copies of Socket.IO; what else is skipped is listed.

Exit code: 0 nothing is left to do; 1 with --check: there are changes to make; 2 something needs your review; 3 failed;
130 stopped by ctrl-C, with each file either as it was or migrated as a whole.

Example: socketio-cors migrate --check src`,
  doctor: `
Exit code: 0 no failure; 1 pages are locked out, or strangers get in or could not be tested; 3 wrong usage, or no answer.

Example: socketio-cors doctor https://api.example.com --origin https://example.com --header my-custom-header`,
  compare: `
Exit code: 0 no difference; 1 differences; 3 wrong usage, or they cannot be compared.

Example: socketio-cors compare https://api.example.com https://staging.example.com --origin https://example.com`,
  explain: `
Settings are JSON or a JavaScript object literal without functions; without an argument, standard input is read. A code is
one of ours, or a browser's name for a CORS error.

Exit code: 0 explained; 3 wrong usage, no such code, or settings that no v2 server accepted.

Examples:
  socketio-cors explain '{ "origins": ["https://example.com"] }' --from ^2.3.0
  socketio-cors explain ALLOW_ALL_BY_DEFAULT`,
  report: `
Exit code: 0 no difference; 1 some handshakes would be decided differently; 3 wrong usage, or a file that cannot be read.

Example: socketio-cors report handshakes.json handshakes-2.json --min-handshakes 10`,
} as const;

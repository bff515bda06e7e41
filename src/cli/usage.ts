const ASKING = `  --origin O        a page that is meant to get in, as https://example.com; may be repeated.
                    Default: the page that the server itself would serve
  --header H        a header that the client adds, as my-custom-header or "my-custom-header: abcd"; may be repeated
  --no-credentials  ask as a client without cookies does, the default of clients from v3 on
  --path P          the path option of the server. Default: /socket.io, or what the URL says
  --format F        text or json. Default: text
  --help            print this`;

/** What `--help` prints, by command. */
export const usage = {
  doctor: `Usage: socketio-cors doctor URL [options]

Asks a running Socket.IO server, v1 to v4, what a browser would: polling, preflight and WebSocket, in both protocols,
from the origins given, from a foreign one and from null. Says who gets in and who does not, by the names that browsers
give the failures, and the setting that mends it.

${ASKING}

Exit: 0 no failure; 1 pages are locked out, or strangers get in; 3 wrong usage, or nobody answers.

Example: socketio-cors doctor https://api.example.com --origin https://example.com --header my-custom-header
`,
  compare: `Usage: socketio-cors compare OLD_URL NEW_URL [options]

Asks two servers the same, and prints only where they differ: opens, where the new one lets a page do what the old one
did not, and closes, where it is the other way round.

${ASKING}

Exit: 0 no difference; 1 differences; 3 wrong usage, or one of them does not answer.

Example: socketio-cors compare https://api.example.com https://staging.example.com --origin https://example.com
`,
  explain: `Usage: socketio-cors explain [settings.json | - | JSON] [options]

Explains the settings of a Socket.IO v2 server, written as JSON (functions aside): the v4 server that carries them on, as
source text; the warnings; and who gets in before and after, tried on sample origins. Without a file, standard input is
read.

  --from V            the Socket.IO release or range that the app ran on. Default: 2.5.1
  --to V              the one it moves to. Default: the one installed, else the newest known
  --semantics S       documented (default), or exact: accidents of v2 included
  --missing-origin M  as-v2 (default), or allow: requests with neither Origin nor Referer
  --format F          text or json. Default: text
  --help              print this

Exit: 0 explained; 3 wrong usage, no JSON, or settings that no v2 server accepted.

Example: socketio-cors explain '{ "origins": ["https://example.com"] }' --from ^2.3.0
`,
} as const;

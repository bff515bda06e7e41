import type { projectCatalogue } from '../project.js';
import type { CodeDoc } from './code-doc.js';

/** Documentation of the findings about package.json and about files. */
export const projectDocs: Readonly<Record<keyof typeof projectCatalogue, CodeDoc>> = {
  PACKAGE_JSON_CHANGED: {
    summary: '`package.json` was changed for v4, or for the drop-in.',
    cause:
      'The range of `socket.io` or `socket.io-client` only included releases before 3, and nothing in the package needs review: it was raised, and types that v4 brings itself were removed. Or `--fallback drop-in` added this package.',
    v4: 'The codemod writes the newest release that it knows, or the one given by `--to`.',
    fix: 'Run your package manager, to update the lockfile. `--no-package-json` leaves the file alone, `--keep-v2-clients` the client. Files that use the global namespaces of the old types get a finding of their own.',
  },
  PACKAGE_JSON_COMPANION_IS_FOR_V2: {
    summary:
      "`package.json` names a package that goes with Socket.IO, such as an adapter or a framework's wrapper, in a release for v2.",
    cause: 'The range in `package.json` only includes releases that were made for Socket.IO before 3.',
    v4: 'Adapters and parsers have another interface since v3. Wrappers depend on the release that they were made for. Beside the upgraded `socket.io` they fail, or a second, older server is installed. Two of them start and fail later: `socketio-jwt` ends the process at the first client, `socket.io-redis` before 6 at the start.',
    fix: 'The finding names the package and what replaces it. Most often, replace `socket.io-redis` with `@socket.io/redis-adapter`, remove `socket.io-adapter` and `socket.io-parser`, and upgrade the package of a framework together with the framework.',
  },
  PACKAGE_JSON_COMPANION_STOPS_GUARDING: {
    summary: '`package.json` names a package that refused clients on v2, and silently does nothing on v4.',
    cause: '`package.json` names `socketio-auth`.',
    v2: 'It removed clients from their namespaces until they had authenticated.',
    v4: 'It reads `io.nsps` and `namespace.connected`, which are gone, and does nothing. There is no error. Clients that have not authenticated receive every broadcast, also with the drop-in server.',
    fix: 'Check the token in `io.use((socket, next) => …)`, and in the `use()` of every other namespace, because on v4 the middleware of the root namespace guards only that one.',
  },
  PACKAGE_JSON_INSTALLS_ALIAS: {
    summary: '`package.json` installs Socket.IO v1 or v2 under another name.',
    cause:
      'A dependency such as `"socket.io-v2": "npm:socket.io@2.5.1"`. The codemod follows `socket.io` only.',
    fix: 'Load `socket.io` in the code and run the command again. If the alias is only for tests, use `--acknowledge PACKAGE_JSON_INSTALLS_ALIAS`.',
  },
  PACKAGE_JSON_PINS_V2: {
    summary:
      '`overrides` (npm), `resolutions` (Yarn) or `pnpm.overrides` keep Socket.IO or one of its parts at a release for v2.',
    cause:
      'The field names `socket.io` or `socket.io-client` before 3, or `engine.io`, `engine.io-client`, `socket.io-parser` or `socket.io-adapter` in a release that belongs to v2. Security advisories of 2022 and 2023 recommended such pins.',
    v2: 'That release was installed, even if the dependencies asked for another one.',
    v4: 'With a pinned part, npm installs v4 without an error, the server starts, and no client of any version can connect. With a pinned `socket.io`, npm ends with `EOVERRIDE`, and Yarn and pnpm install v2.',
    fix: 'Remove the entry, then run your package manager.',
  },
  PACKAGE_JSON_RELEASE_IS_ELSEWHERE: {
    summary: 'The release of Socket.IO is written in a catalog or an address, so it was not upgraded.',
    cause: '`package.json` has `catalog:`, a git address, a tarball or `workspace:` instead of a range.',
    v4: 'The migrated code needs v4. On v2 it does not start, or parts of `cors` and `allowRequest` have no effect.',
    fix: 'The finding names the file. Write the v4 release there, for example in the `catalog` of `pnpm-workspace.yaml`.',
  },
  PACKAGE_JSON_STAYS_ON_V2: {
    summary: '`package.json` was not upgraded, because something in its package still needs a review.',
    cause:
      'At least one finding about origins, preflights, `allowRequest` or unreadable options is left, or a file could not be read. The codemod needs to know the old release until those are fixed, and v4 would ignore the settings that are left.',
    v4: 'Files that were migrated need v4, the others still need v2. The package is between two releases and must not be deployed.',
    fix: 'Fix the places that the finding names, delete their `TODO(socketio-cors)` comments, and run the command again. With `--fallback drop-in` the package moves to v4 at once.',
  },
  PACKAGE_JSON_TYPESCRIPT_IS_TOO_OLD: {
    summary: '`package.json` has a TypeScript that cannot read the types of Socket.IO 4.',
    cause: 'The range of `typescript` only includes releases before 4.5.',
    v4: 'Its types use syntax of TypeScript 4.5, so the compiler reports errors in `node_modules`.',
    fix: 'Upgrade `typescript` to 4.5 or later.',
  },
  RELEASE_IS_OLDER_THAN_KNOWN: {
    summary: 'The package runs a Socket.IO before 1.4.',
    cause: 'The range, the lockfile or `node_modules` has a release such as 0.9.16 or 1.3.7.',
    v2: 'These releases were not tested. 0.9 has another API (`io.configure`, `io.enable`).',
    v4: 'The code was read as if it ran on 1.4.0, and `package.json` stays as it is.',
    fix: 'Upgrade to a 2.x release first, or pass `--from 1.4.0` if the settings mean the same there.',
  },
  TODO_IS_LEFT: {
    summary: 'A comment of an earlier run is still in the code.',
    cause:
      'A `TODO(socketio-cors)` comment marks a place that was left for review. Code below it is never edited.',
    fix: 'Do what the comment says, then delete it.',
  },
};

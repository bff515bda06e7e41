import { entry, type None } from './message.js';

/** How a package that goes with Socket.IO is upgraded. */
export type UpgradePath =
  | { readonly kind: 'upgrade'; readonly first: string; readonly framework: string | undefined }
  | { readonly kind: 'renamed'; readonly now: string }
  /** `socket.io` depends on it itself, in the given range. */
  | { readonly kind: 'bundled'; readonly range: string }
  | { readonly kind: 'replace'; readonly by: string }
  /** It did what middleware does. */
  | { readonly kind: 'middleware' }
  | { readonly kind: 'sails' }
  | { readonly kind: 'none' };

function fixOf(path: UpgradePath, name: string): string {
  switch (path.kind) {
    case 'upgrade':
      return `Upgrade it to ${path.first} or later${path.framework ? `, and ${path.framework} too if that release requires it` : ''}.`;
    case 'renamed':
      return `Replace it with ${path.now}, and read in its README which names changed.`;
    case 'bundled':
      return `Remove it, because socket.io installs it. If your own code imports it, use ${path.range}.`;
    case 'replace':
      return `Replace it with ${path.by}.`;
    case 'middleware':
      return `Remove it, and check the token in io.use((socket, next) => …), and in the use() of every other namespace.`;
    case 'sails':
      return 'Install sails-hook-sockets 3 or later with Sails 1. It sets cors itself, without credentials; then check the running server with: npx socket.io-cors-compat doctor URL';
    case 'none':
      return `No release of ${name} runs on v4: create the server yourself, with new Server(httpServer, { cors, allowRequest }) from 'socket.io'. cors alone refuses no WebSocket.`;
  }
}

export interface Named {
  readonly name: string;
  readonly range: string;
}

const CHANGES = {
  added: (name: string, range: string) =>
    `${name} ${range} is added, because a server of this package uses it now.`,
  upgraded: (name: string, range: string) => `${name} is upgraded to ${range}.`,
  removed: (name: string) => `${name} is removed: v3 and v4 bring their own types.`,
} as const;

/** The findings of the command about package.json and about files. */
export const projectCatalogue = {
  PACKAGE_JSON_CHANGED: entry<Named & { change: keyof typeof CHANGES }>('info', 'none', {
    message: ({ change, name, range }) => CHANGES[change](name, range),
    remedy: () => 'Run your package manager, to update the lockfile.',
  }),
  PACKAGE_JSON_COMPANION_IS_TOO_OLD: entry<Named & { path: UpgradePath }>('warning', 'none', {
    message: ({ name, range }) => `${name} ${range} is too old for Socket.IO 4, and does not work with it.`,
    remedy: ({ path, name }) => fixOf(path, name),
  }),
  PACKAGE_JSON_COMPANION_STOPS_GUARDING: entry<Named & { path: UpgradePath }>('danger', 'opens', {
    message: ({ name, range }) =>
      `${name} ${range} has no effect on v4: it starts without an error, and clients that it kept out receive every broadcast.`,
    remedy: ({ path, name }) => fixOf(path, name),
  }),
  PACKAGE_JSON_INSTALLS_ALIAS: entry<Named>('warning', 'none', {
    message: ({ name, range }) =>
      `${name} installs Socket.IO under another name (${range}). Code that loads ${name} is not migrated.`,
    remedy: ({ name }) =>
      `If the app uses it, load 'socket.io' instead and run this again. If ${name} is only there for tests, run this with --acknowledge PACKAGE_JSON_INSTALLS_ALIAS.`,
  }),
  PACKAGE_JSON_PINS_V2: entry<Named & { found: string }>('warning', 'none', {
    message: ({ name, range, found }) =>
      `Because of ${found}, ${name} stays at ${range}, even if the dependencies ask for another release. v4 does not work with it: it is not installed, or no client can connect.`,
    remedy: ({ name, found }) => `Remove ${name} from ${found}, then run your package manager.`,
  }),
  PACKAGE_JSON_RELEASE_IS_ELSEWHERE: entry<Named & { where: string }>('warning', 'none', {
    message: ({ name, range, where }) =>
      `${name} is not upgraded, because its release is not written here as a range, but as "${range}" (${where}). The migrated code needs v4.`,
    remedy: ({ name, where }) =>
      /\.ya?ml$/.test(where)
        ? `Write the v4 release of ${name} in ${where}, then run your package manager.`
        : `Write the v4 release of ${name} here, for example "^4.8.0", then run your package manager.`,
  }),
  PACKAGE_JSON_STAYS_ON_V2: entry<{ reasons: readonly string[]; more: number }>('warning', 'none', {
    message: ({ reasons, more }) =>
      `Socket.IO is not upgraded yet, because this package still needs review: ${reasons.join(', ')}${more > 0 ? ` and ${more} more` : ''}. Until then the package is between two releases: do not deploy it.`,
    remedy: () =>
      'Fix those places, delete their TODO comments, and run this again. Or delete only the comments, and run it with --fallback drop-in: the drop-in server decides as v2 did. Code that checks which release is installed needs a fix in either case.',
  }),
  RELEASE_IS_OLDER_THAN_KNOWN: entry<{ release: string }>('warning', 'none', {
    message: ({ release }) =>
      `Socket.IO ${release} is older than 1.4, the first release whose settings are known here. The code was read as if it ran on 1.4.0, and other changes between the two releases are not reported.`,
    remedy: () =>
      'Upgrade the app to a 2.x release first, check that it works, and run this again. If it does not use origins at all, run this with --from 1.4.0.',
  }),
  TODO_IS_LEFT: entry<None>('warning', 'none', {
    message: () => 'A TODO(socketio-cors) comment is still here, so this place counts as not migrated.',
    remedy: () => 'Do what the comment says, then delete it.',
  }),
} as const;

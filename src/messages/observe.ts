/** Problems with the arguments of `observe()` and with its files: what was found, and what to do. */
export const observeProblems = {
  server: (found: string) =>
    `found ${found}; expected a running Socket.IO server, 1.4 to 4, for example what require('socket.io')(httpServer) returned`,
  namespace: () =>
    'found a namespace; expected the Socket.IO server itself, because handshakes reach the server and no namespace',
  option: (found: string, words: string) => `found ${found}; expected ${words}`,
  from: () =>
    "found no release: this server's code is not in a node_modules folder, so its version is unknown. " +
    "Say which release it is, for example from: '2.5.1'",
  unreadable: (file: string, reason: string) => `${file} cannot be read: ${reason}`,
  foreign: (file: string) => `${notOurs(file)}. It was not changed. Move it away, or name another file`,
  noReport: (file: string) => `${notOurs(file)}. Name the files that observe(io, { file }) writes`,
  notWritable: (file: string, reason: string) =>
    `${file} cannot be written: ${reason}. Name a file in a folder that exists, and that this process may write to`,
  tooMany: (file: string) =>
    `${file} and its successors are all in use by other processes. Name another file`,
} as const;

const notOurs = (file: string) =>
  `${file} is not a file of observe(), is damaged, or was written by a later version of this package`;

/** Failures while counting. They are warnings, because they must not stop the app. */
export const observeWarnings = {
  notWritten: (file: string, reason: string) =>
    `observe() could not write ${file} (${reason}). It keeps counting and tries again. Check the folder and its disk`,
  takenOver: (file: string) =>
    `Another process has taken over ${file}, because this one did not write it in time, or its lock was deleted. observe() keeps counting, but no longer writes the file, because handshakes would be counted twice. Restart this process to write a file again`,
  onDifference: (reason: string) =>
    `The onDifference function given to observe() failed (${reason}). observe() keeps counting. Later failures are not reported`,
} as const;

/** Why an origin is listed separately, and not suggested. */
export const suspicions = {
  null: () => 'sandboxed frames, local files and redirects send it, and any page can make one',
  file: () => 'every local file sends it',
  ip: () => 'a plain IP address, which another machine may get later',
  'look-alike': (like: string) => `looks like ${like}, which is more frequent`,
} as const;

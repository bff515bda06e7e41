/**
 * What is to be said of repositories within one: git keeps them, and their changes, to themselves.
 *
 * @example repositoriesText(['vendor/chat']) // 'vendor/chat is a repository of its own … socketio-cors migrate vendor/chat'
 */
export function repositoriesText(paths: readonly string[]): string {
  if (paths.length === 0) return '';
  const are =
    paths.length === 1 ? 'is a repository of its own, and was' : 'are repositories of their own, and were';
  return `${paths.join(', ')} ${are} not looked into. Name the path to do so: socketio-cors migrate ${paths.map(quoted).join(' ')}`;
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replace(/'/g, "'\\''")}'`;
}

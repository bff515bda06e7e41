/**
 * The HTTP path to ask. The path of a URL that is given to `io()` names a namespace, not a path, so it counts only
 * where it looks like one; the `path` option counts always.
 */
export function targetPath(urlPath: string, path: string | undefined): string {
  if (path !== undefined) return withSlashes(path);
  return /\/(?:socket|engine)\.io\/?$/.test(urlPath) ? withSlashes(urlPath) : '/socket.io/';
}

/** Where else an Engine.IO server might be found: below the URL's path, at it, at the two defaults. */
export function otherPaths(urlPath: string, path: string): readonly string[] {
  const base = urlPath.replace(/\/+$/, '');
  const paths = [`${base}/socket.io/`, withSlashes(base), '/socket.io/', '/engine.io/'];
  return [...new Set(paths)].filter((other) => other !== path && other !== '/');
}

/** Engine.IO compares the beginning of the URL with its path and a slash. */
const withSlashes = (path: string): string => `/${path.replace(/^\/+|\/+$/g, '')}/`.replace(/^\/\/$/, '/');

/**
 * The documentation of one code: docs/codes.md, the playground and `socketio-cors explain CODE` are made from it. Prose is
 * Markdown. Nothing that a server loads imports it.
 */
export interface CodeDoc {
  /** One sentence, for the index. */
  readonly summary: string;
  /** The situation in which the code is reported. */
  readonly cause: string;
  /** What Socket.IO v2 did, if it matters. */
  readonly v2?: string;
  /** What Socket.IO v4 does, or what the translation does. */
  readonly v4?: string;
  readonly fix: string;
  /** Code that gets this code, and the same code fixed; only if it says more than the prose. */
  readonly example?: Example;
  /** What browsers print, with `https://api.example.com` as the server and `https://example.com` as the page. */
  readonly browsers?: { readonly firefox?: string; readonly chrome?: string };
}

export interface Example {
  readonly language: 'js' | 'json' | 'nginx';
  readonly before: string;
  readonly after: string;
}

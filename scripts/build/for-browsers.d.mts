/** Bundles the codemod for browsers: one ES module, without a builtin of Node. */
export function bundleForBrowsers(): Promise<{
  readonly code: string;
  readonly modules: Readonly<Record<string, unknown>>;
}>;

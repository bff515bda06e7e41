/** An origin, or why the text is not one. */
export type ReadOrigin = { readonly origin: string } | { readonly problem: string };

/** Reads an origin that was typed, and returns it as browsers send it. */
export function readOrigin(text: string): ReadOrigin {
  const typed = text.trim();
  if (typed === 'null') return { origin: 'null' };
  if (!/^[a-z][a-z\d+.-]*:\/\/./i.test(typed))
    return {
      problem: 'An origin is a scheme and a host: https://example.com, http://localhost:3000, or null.',
    };
  try {
    const { origin, protocol, host } = new URL(typed);
    // The URL standard gives other schemes no origin, but app shells and extensions send one.
    if (origin !== 'null') return { origin };
    if (host !== '') return { origin: `${protocol}//${host}` };
  } catch {
    // Not a URL.
  }
  return {
    problem: `No browser sends ${typed} as an origin. Expected a scheme and a host: https://example.com.`,
  };
}

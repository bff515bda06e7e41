import type { PreflightAnswer } from '../origins/policy.js';

/**
 * What a browser reads from a preflight's response.
 *
 * @param header gives the value of a header by its name in lower case, as it is sent
 */
export function preflightAnswer(
  status: number,
  header: (name: string) => string | undefined,
): PreflightAnswer {
  // Fetch trims header values, RFC 9110 before it.
  const trimmed = (name: string) => header(name)?.trim();
  const list = (name: string) => (trimmed(name) ?? '').split(',').map(trim).filter(Boolean);
  const maxAge = trimmed('access-control-max-age');
  return {
    status,
    allowOrigin: trimmed('access-control-allow-origin'),
    // Fetch, CORS check, step 5: `true`, byte for byte.
    allowCredentials: trimmed('access-control-allow-credentials') === 'true',
    allowMethods: list('access-control-allow-methods'),
    allowHeaders: list('access-control-allow-headers'),
    exposeHeaders: list('access-control-expose-headers'),
    maxAge: maxAge !== undefined && /^-?\d+$/.test(maxAge) ? Number(maxAge) : undefined,
  };
}

function trim(text: string): string {
  return text.trim();
}

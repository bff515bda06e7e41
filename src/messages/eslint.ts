/** The messages of the ESLint rule. `notes` are what to know about the rewrite. */
export const eslintMessages = {
  origins:
    "Socket.IO v4 ignores v2's origins, so any origin can open a WebSocket. Fix: run npx socket.io-cors-compat migrate.{{notes}}",
  originsCall:
    'Socket.IO v4 has no io.origins(): the call throws. Fix: run npx socket.io-cors-compat migrate.{{notes}}',
  preflight:
    "Socket.IO v4 ignores v2's handlePreflightRequest. Fix: run npx socket.io-cors-compat migrate.{{notes}}",
  finding: '{{message}} Fix: {{remedy}} ({{code}}){{notes}}',
  rewrite: 'Rewrite this file for Socket.IO v4 (package.json stays as it is)',
} as const;

/** @example note('ORIGIN_NOW_ADMITTED', 'https://a.example can connect on v4. The v2 docs …') // ' ORIGIN_NOW_ADMITTED: https://a.example can connect on v4.' */
export const note = (code: string, message: string): string =>
  ` ${code}: ${message.split(/(?<=[.!?])\s/, 1)[0]}`;

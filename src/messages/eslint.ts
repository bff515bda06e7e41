/** The messages of the ESLint rule. `notes` are what to know about the rewrite. */
export const eslintMessages = {
  origins:
    "Socket.IO v4 ignores v2's {{setting}}, so any origin can open a WebSocket. Fix: npx socket.io-cors-compat migrate.{{notes}}",
  preflight:
    "Socket.IO v4 ignores v2's handlePreflightRequest. Fix: npx socket.io-cors-compat migrate.{{notes}}",
  finding: '{{message}} Fix: {{remedy}} ({{code}}){{notes}}',
  rewrite: 'Rewrite this file for Socket.IO v4 (package.json stays as it is)',
} as const;

/** @example note('ORIGIN_NOW_ADMITTED', 'https://a.example can connect now. The v2 docs …') // ' ORIGIN_NOW_ADMITTED: https://a.example can connect now.' */
export const note = (code: string, message: string): string =>
  ` ${code}: ${message.split(/(?<=[.!?])\s/, 1)[0]}`;

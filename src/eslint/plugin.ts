import type { Linter, Rule } from 'eslint';
import { noLegacyCors } from './no-legacy-cors.js';

/** The plugin, as ESLint's flat config takes it. */
export interface SocketIoCorsPlugin {
  readonly meta: { readonly name: string };
  readonly rules: { readonly 'no-legacy-cors': Rule.RuleModule };
  readonly configs: { readonly recommended: Linter.Config };
}

const rules = { 'no-legacy-cors': noLegacyCors } as const;
const meta = { name: 'socket.io-cors-compat' } as const;

/**
 * Finds what Socket.IO v2's CORS settings left in the code, where it is written, and mends what can be proven.
 *
 * @example
 * // eslint.config.mjs
 * import socketIoCors from 'socket.io-cors-compat/eslint';
 * export default [socketIoCors.configs.recommended];
 */
export const plugin: SocketIoCorsPlugin = {
  meta,
  rules,
  configs: {
    recommended: {
      name: 'socketio-cors/recommended',
      plugins: { 'socketio-cors': { meta, rules } },
      rules: { 'socketio-cors/no-legacy-cors': 'error' },
    },
  },
};

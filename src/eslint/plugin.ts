import type { Linter, Rule } from 'eslint';
import { noLegacyCors } from './no-legacy-cors.js';

/** The plugin, for ESLint's flat config. */
export interface SocketIoCorsPlugin {
  readonly meta: { readonly name: string };
  readonly rules: { readonly 'no-legacy-cors': Rule.RuleModule };
  readonly configs: { readonly recommended: Linter.Config };
}

const rules = { 'no-legacy-cors': noLegacyCors } as const;
const meta = { name: 'socket.io-cors-compat' } as const;

/**
 * Reports CORS settings of Socket.IO v2, and suggests what they become on v4.
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

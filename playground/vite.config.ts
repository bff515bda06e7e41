import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { migrationGuide } from './migration-guide.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Only the page's own files, and no connection to anywhere. Built pages alone: Vite's own server needs to connect. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "worker-src 'self'",
  'img-src data:',
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

/** As `scripts/bundle-for-browser.mjs`: what is imported for Node's sake alone goes with the functions that needed it. */
const browserModules: Plugin = {
  name: 'browser-modules',
  enforce: 'pre',
  resolveId(source) {
    if (source === './legacy-url.js') return here('../src/origins/legacy-url.browser.ts');
    return source.startsWith('node:') ? { id: source, external: true, moduleSideEffects: false } : undefined;
  },
};

export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [browserModules, contentSecurityPolicy, migrationGuide],
  worker: {
    format: 'es',
    plugins: () => [browserModules],
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  define: { 'process.env': '{}' },
  // Files of their own: the policy has no room for data: scripts and styles.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});

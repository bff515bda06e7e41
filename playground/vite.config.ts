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

/** What of Node the translator mentions: a page has none of it. */
const browserModules: Plugin = {
  name: 'browser-modules',
  enforce: 'pre',
  resolveId(source, importer) {
    if (source.endsWith('/parse-url.js') && importer?.includes('/src/policy/'))
      return here('../src/policy/parse-url-in-browser.ts');
    return /^node:(?:module|path)$/.test(source) ? here('./src/node-in-browser.ts') : undefined;
  },
};

export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [browserModules, contentSecurityPolicy, migrationGuide],
  worker: { format: 'es', plugins: () => [browserModules] },
  define: { 'process.env.BABEL_TYPES_8_BREAKING': 'undefined', 'process.env.NODE_DEBUG': 'undefined' },
  // Files of their own: the policy has no room for data: scripts and styles.
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});

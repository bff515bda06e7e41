import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { documents } from './documents.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Only the page's own files, and no connections. Only for built pages: Vite's development server has to connect. */
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

/** Modules of Node.js are only imported by functions that the page does not use. */
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
  // Relative, so that the built folder works under any path.
  base: './',
  plugins: [browserModules, contentSecurityPolicy, documents],
  worker: {
    format: 'es',
    plugins: () => [browserModules],
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  define: { 'process.env': '{}' },
  // The policy forbids data: scripts and styles, so nothing is inlined.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});

import { readdirSync, readFileSync } from 'node:fs';
import { marked } from 'marked';
import type { Plugin } from 'vite';

const ROOT = new URL('../', import.meta.url);

/** The Markdown documents that become pages next to the playground: the file name of each page, and its source. */
const pages = (): Map<string, string> =>
  new Map([
    ['guide.html', 'MIGRATION.md'],
    ['readme.html', 'README.md'],
    ['security.html', 'SECURITY.md'],
    ...readdirSync(new URL('docs', ROOT))
      .filter((name) => name.endsWith('.md'))
      .map((name) => [name.replace(/\.md$/, '.html'), `docs/${name}`] as const),
  ]);

/** The guide and the code reference, as pages that need no network: the links of warnings lead to them. */
export const documents: Plugin = {
  name: 'documents',
  generateBundle(_, bundle) {
    const style = Object.keys(bundle).find((name) => name.endsWith('.css'));
    for (const [fileName, path] of pages())
      this.emitFile({ type: 'asset', fileName, source: pageOf(path, style ?? '') });
    const images = new URL('docs/images/', ROOT);
    for (const name of readdirSync(images))
      this.emitFile({
        type: 'asset',
        fileName: `images/${name}`,
        source: readFileSync(new URL(name, images)),
      });
  },
  configureServer({ middlewares }) {
    middlewares.use((request, response, next) => {
      const path = pages().get((request.url ?? '').replace(/^\/|[?#].*$/g, ''));
      if (path === undefined) return next();
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end(pageOf(path, 'src/style.css'));
    });
  },
};

function pageOf(path: string, style: string): string {
  const markdown = readFileSync(new URL(path, ROOT), 'utf8');
  const [, title = path] = /^# (.+)$/m.exec(markdown) ?? [];
  const html = (marked.parse(markdown, { async: false }) as string)
    // GitHub's anchors, which the links in the documents are written for.
    .replace(
      /<h([1-6])>(.*?)<\/h\1>/g,
      (_, level, text) => `<h${level} id="${anchorOf(text)}">${text}</h${level}>`,
    )
    .replace(/(href|src)="([^"#]*)(#[^"]*)?"/g, (whole, attribute, target, anchor = '') =>
      target === '' || /^https?:/.test(target) ? whole : `${attribute}="${pageLink(target, path)}${anchor}"`,
    );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title.replace(/[`*]/g, '')} · socket.io-cors-compat</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="./${style}">
</head>
<body class="guide">
<nav><a href="./index.html">Playground</a> · <a href="./guide.html">Migration guide</a> · <a href="./codes.html">Code reference</a></nav>
<main>
${html}
</main>
</body>
</html>
`;
}

/** The address on the site for a relative link in a document. A link to a file that has no page there opens the README. */
function pageLink(target: string, from: string): string {
  const { pathname } = new URL(target, new URL(from, 'file:///'));
  const path = pathname.slice(1);
  for (const [page, source] of pages()) if (source === path) return `./${page}`;
  if (path.startsWith('docs/images/')) return `./images/${path.slice('docs/images/'.length)}`;
  return './readme.html';
}

function anchorOf(heading: string): string {
  return heading
    .replace(/<[^>]*>/g, '')
    .replace(/&quot;|&#39;|&amp;/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

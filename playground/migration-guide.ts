import { readFileSync } from 'node:fs';
import { marked } from 'marked';
import type { Plugin } from 'vite';

const GUIDE = new URL('../MIGRATION.md', import.meta.url);

/** MIGRATION.md as a page beside the playground, so that the links of warnings lead somewhere without a network. */
export const migrationGuide: Plugin = {
  name: 'migration-guide',
  generateBundle(_, bundle) {
    const style = Object.keys(bundle).find((name) => name.endsWith('.css'));
    this.emitFile({
      type: 'asset',
      fileName: 'migration.html',
      source: pageOf(readFileSync(GUIDE, 'utf8'), style),
    });
  },
  configureServer({ middlewares }) {
    middlewares.use('/migration.html', (_request, response) => {
      response
        .setHeader('Content-Type', 'text/html; charset=utf-8')
        .end(pageOf(readFileSync(GUIDE, 'utf8'), 'src/style.css'));
    });
  },
};

/** The anchors are GitHub's, which the catalogue's links are made for. */
function pageOf(markdown: string, style: string | undefined): string {
  const html = (marked.parse(markdown, { async: false }) as string).replace(
    /<h([1-6])>(.*?)<\/h\1>/g,
    (_, level, text) => `<h${level} id="${anchorOf(text)}">${text}</h${level}>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>From Socket.IO v2 to v4: the migration guide</title>
${style === undefined ? '' : `<link rel="stylesheet" href="./${style}">`}
</head>
<body class="guide">
<p><a href="./index.html">Back to the playground</a></p>
<main>
${html}
</main>
</body>
</html>
`;
}

function anchorOf(heading: string): string {
  return heading
    .replace(/<[^>]*>/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

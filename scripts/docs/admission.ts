import { handshake } from '../../examples/demo/attempts.js';
import { compare, isHole } from '../../examples/demo/compare.js';
import { translateCors } from '../../src/index.js';
import { startLegacy, startModern } from '../../test/integration/parity/servers.js';

const SETTINGS = { origins: ['https://example.com:443'] };

const OTHER = { origin: 'https://evil.example' };

const ATTEMPTS = [
  handshake('your page, polling', { origin: 'https://example.com' }, 'polling'),
  handshake('your page, WebSocket', { origin: 'https://example.com' }, 'websocket'),
  handshake('another website, polling', OTHER, 'polling'),
  handshake('another website, WebSocket', OTHER, 'websocket'),
  handshake('another website, JSONP script', { referer: 'https://evil.example/' }, 'jsonp'),
  handshake('a sandboxed frame (`Origin: null`), WebSocket', { origin: 'null' }, 'websocket'),
];

/**
 * Which requests Socket.IO 2.5.1 allows, 4.8 with `cors` only, and 4.8 with the translation: asked of real servers, as a
 * Markdown table.
 */
export async function admission(): Promise<string> {
  const { options, warnings } = translateCors(SETTINGS, { from: '2.5.1' });
  const rows = await compare(
    {
      v2: await startLegacy('2.5', SETTINGS),
      copied: await startModern('4.8', { cors: { origin: ['https://example.com'], credentials: true } }),
      migrated: await startModern('4.8', options),
    },
    ATTEMPTS,
    warnings,
  );
  return markdownTable([
    [
      'request from',
      "v2: `origins: ['https://example.com:443']`",
      "v4: `cors: { origin: ['https://example.com'] }`",
      'v4: migrated',
    ],
    ...rows.map((row) => [row.who, row.v2, isHole(row) ? `**${row.copied}**` : row.copied, row.migrated]),
  ]);
}

/** The first row is the head. */
function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows.map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

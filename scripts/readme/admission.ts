import { handshake } from '../../examples/demo/attempts.js';
import { compare } from '../../examples/demo/compare.js';
import { isHole, type Row } from '../../examples/demo/table.js';
import { type LegacyCorsSettings, translateCors } from '../../src/index.js';
import { startLegacy, startModern } from '../../test/parity/servers.js';
import { markdownTable } from './markdown-table.js';

const page = (origin: string, kind: 'polling' | 'websocket') => handshake(`\`${origin}\``, { origin }, kind);

/** What people wrote, and who asks the servers. */
const SCENES = [
  {
    origins: ['https://example.com:443'],
    attempts: [
      page('https://example.com', 'polling'),
      page('https://example.com', 'websocket'),
      page('https://evil.example', 'polling'),
      page('https://evil.example', 'websocket'),
      handshake('a script on `https://evil.example`', { referer: 'https://evil.example/' }, 'jsonp'),
      handshake('`Origin: null` (a sandboxed frame)', { origin: 'null' }, 'websocket'),
      handshake('neither `Origin` nor `Referer` (curl, Node)', {}, 'websocket'),
    ],
  },
  {
    origins: ['https://example.com'],
    attempts: [page('https://example.com', 'polling'), page('https://evil.example', 'websocket')],
  },
  {
    origins: 'https://example.com:443',
    attempts: [page('https://example.com', 'polling'), page('https://ample.com', 'websocket')],
  },
  {
    origins: '*',
    attempts: [page('https://example.com', 'polling'), page('https://evil.example', 'websocket')],
  },
] as const;

/**
 * Who gets in on Socket.IO 2.5.1, on 4.8.4 with `origins` copied into `cors.origin`, and on 4.8.4 with the translation:
 * asked of real servers, as a Markdown table.
 */
export async function admission(): Promise<string> {
  const rows = [['v2 `origins`', 'request', 'v2 (2.5.1)', 'v4, copied', 'v4, translated', 'warning']];
  for (const { origins, attempts } of SCENES) {
    const settings = { origins };
    const { options, warnings } = translateCors(settings as LegacyCorsSettings, { from: '2.5.1' });
    const legacy = await startLegacy('2.5', settings);
    const modern = await startModern('4.8', { ...options, allowEIO3: true });
    for (const [index, row] of (await compare(legacy, modern, settings, attempts, warnings)).entries()) {
      rows.push([index === 0 ? `\`${literal(origins)}\`` : '', `${row.who}, ${row.how}`, ...outcomes(row)]);
    }
  }
  return markdownTable(rows);
}

function outcomes(row: Row): string[] {
  const { v2, v4, naive, explanation } = row;
  if (explanation === undefined)
    throw new Error(`v4 decides otherwise than v2 without a warning: ${row.who}`);
  return [v2, isHole(row) ? `**${naive}**` : naive, v4, explanation === '' ? '' : `\`${explanation}\``];
}

const literal = (origins: string | readonly string[]) =>
  typeof origins === 'string' ? `'${origins}'` : `['${origins.join("', '")}']`;

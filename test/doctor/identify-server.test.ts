import { expect } from 'chai';
import { identifyServer } from '../../src/doctor/identify-server.js';
import type { HeaderList } from '../../src/doctor/observation.js';
import { answer } from './seen.js';

describe('who answers there', () => {
  const table: readonly [who: string, headers: HeaderList, body: string][] = [
    [
      'nginx ("404 Not Found")',
      [['Server', 'nginx/1.22.1']],
      '<html><head><title>404 Not Found</title></head></html>',
    ],
    ['nginx ("502 Bad Gateway nginx")', [], '<h1>502 Bad Gateway</h1><hr><center>nginx</center>'],
    ['an Express app ("Error")', [], '<title>Error</title><pre>Cannot GET /socket.io/</pre>'],
    ['an Express app ("hi")', [['X-Powered-By', 'Express']], 'hi'],
    [
      'a Vite development server ("App")',
      [],
      '<script type="module" src="/@vite/client"></script><title>App</title>',
    ],
    [
      'Cloudflare ("Just a moment...")',
      [
        ['CF-RAY', '8'],
        ['Server', 'cloudflare'],
      ],
      '<title>Just a moment...</title>',
    ],
    ['"gws"', [['Server', 'gws']], ''],
    ['an unknown HTTP server ("hello world")', [], 'hello\n  <b>world</b>'],
    ['an unknown HTTP server', [], ''],
    ['"\\u001b[2J"', [['Server', '\x1b[2J']], ''],
  ];
  for (const [who, headers, body] of table) {
    it(`is recognised: ${who}`, () => {
      expect(identifyServer({ outcome: answer(404, headers, body) })).to.equal(who);
    });
  }
});

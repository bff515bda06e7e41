import fc from 'fast-check';

/** `origins` values as source text, close to those of real programs. */
const origins = fc.constantFrom(
  `'*:*'`,
  `['*:*']`,
  `"http://localhost:* https://example.com:443"`,
  `['https://example.com:443', 'localhost:3000']`,
  `[\n  'https://example.com:443', // production\n  'http://localhost:3000'\n]`,
  'process.env.ORIGINS',
  `process.env.ORIGINS.split(',')`,
  `process.env.ORIGINS || 'https://example.com:443'`,
  'config.origins',
  `(origin, callback) => callback(null, origin === 'https://example.com')`,
  `function (origin, callback) { /* why */ callback(null, list.includes(origin)); }`,
  'list',
  'check',
  '[]',
  'true',
  '/example/',
  `dev ? '*:*' : list`,
);

const preflight = fc.constantFrom(
  `(req, res) => { res.writeHead(200, { 'Access-Control-Allow-Origin': req.headers.origin, 'Access-Control-Allow-Credentials': true }); res.end(); }`,
  `function (req, res) {\n  // who\n  res.setHeader('Access-Control-Allow-Origin', 'https://example.com');\n  res.end();\n}`,
  'false',
  'handler',
  '(server, req, res) => res.end()',
);

const otherOption = fc.constantFrom(
  `path: '/ws'`,
  `'pingTimeout': 5000`,
  '/* ping */ pingInterval: 1',
  `transports: ['websocket']`,
  '...shared',
);

const option = fc.oneof(
  { weight: 3, arbitrary: origins.map((value) => `origins: ${value}`) },
  { weight: 1, arbitrary: preflight.map((value) => `handlePreflightRequest: ${value}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'cors: true',
      `cors: { origins: '*:*' }`,
      `cors: { origin: 'https://example.com:443' }`,
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('allowRequest: (req, fn) => fn(null, true)', 'allowRequest') },
  { weight: 4, arbitrary: otherOption },
);

const layout = fc.constantFrom<[string, string, string]>(
  ['{ ', ', ', ' }'],
  ['{\n  ', ',\n  ', ',\n}'],
  ['{\n\t', ',\n\t', '\n}'],
  ['{', ',', '}'],
);

const options = fc
  .tuple(fc.uniqueArray(option, { maxLength: 4, selector: (text) => text.split(/[:.]/)[0] }), layout)
  .map(([all, [open, comma, close]]) => (all.length === 0 ? '{}' : open + all.join(comma) + close));

const construction = fc.oneof(
  options.map((text) => `const io = require('socket.io')(server, ${text});`),
  options.map((text) => `const options = ${text};\nconst io = require('socket.io')(server, options)`),
  options.map((text) => `import socketIo from 'socket.io';\nconst io = socketIo(server, ${text})`),
  options.map((text) => `import { Server } from 'socket.io';\nconst io = new Server(server, ${text});`),
  fc.constantFrom(
    `var io = require('socket.io').listen(3000)`,
    `let io = require('socket.io');\nio = io.listen(server);`,
    'const io = getServer();',
    `const Io = require('socket.io');\nconst io = new Io();`,
  ),
);

const later = fc.oneof(
  { weight: 3, arbitrary: origins.map((value) => `io.origins(${value});`) },
  origins.map((value) => `io.set('origins', ${value})`),
  origins.map((value) => `if (dev) io.origins(${value}); else io.origins('*:*');`),
  origins.map((value) => `function later() {\n  io.origins(${value});\n}`),
  fc.constantFrom(
    `io.set('transports', ['websocket']);`,
    `io.set('log level', 1)`,
    `io.attach(server, { origins: '*:*' })`,
    `// io.origins('*:*')`,
    `app.set('origins', '*:*');`,
    '(function () { start(); })()',
    '[1].forEach(f)',
    `io.on('connection', (socket) => {});`,
    'options.origins = list;',
    '/* done */ foo(); bar();',
  ),
);

/** Random programs with the shapes of real ones. */
export const program: fc.Arbitrary<string> = fc
  .tuple(
    construction,
    fc.array(later, { maxLength: 5 }),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\uFEFF', '#!/usr/bin/env node\n'),
  )
  .map(([first, rest, eol, start]) => {
    const imports = first.startsWith('import') ? '' : `const list = ['https://example.com:443'];\n`;
    return (start + imports + [first, ...rest].join('\n').concat('\n')).replace(/\n/g, eol);
  });

const list = (host: string) => `['https://${host}.example:443']`;

/** The statements of a server, in their order. Those of other servers may come in between. */
const serverNamed = (name: string): fc.Arbitrary<readonly string[]> =>
  fc
    .tuple(
      fc.constantFrom<readonly string[]>(
        [`const ${name} = require('socket.io')(1, { origins: ${list(name)} });`],
        [`const ${name} = require('socket.io')(1);`],
        [`const ${name}Options = {};`, `const ${name} = require('socket.io')(1, ${name}Options);`],
        [
          `const ${name}Options = { path: '/' };`,
          `${name}Options.origins = ${list(name)};`,
          `const ${name} = require('socket.io')(1, ${name}Options);`,
        ],
        [
          `const ${name}Options = {};`,
          `${name}Options.allowRequest = (req, fn) => fn(verify(req), false);`,
          `const ${name} = require('socket.io')(1, ${name}Options);`,
        ],
        [
          `const ${name} = require('socket.io')(1, { origins: process.env.${name}, allowRequest: config.x });`,
        ],
      ),
      fc.array(
        fc.constantFrom(
          `${name}.origins('*:*');`,
          `${name}.origins(${list(`${name}2`)});`,
          `${name}.origins((origin, fn) => fn(null, origin === '${name}'));`,
          `// about ${name}\n${name}.origins(${list(`${name}3`)});`,
          `${name}.set('transports', ['websocket']);`,
          `${name}.set('log level', 1);`,
          `${name}.origins();`,
          `if (dev) ${name}.origins('*:*');`,
        ),
        { maxLength: 3 },
      ),
    )
    .map(([first, rest]) => [...first, ...rest]);

/** Several servers with interleaved statements that share lines, so that their edits touch each other. */
export const severalServers: fc.Arbitrary<string> = fc
  .tuple(
    fc.tuple(serverNamed('a'), serverNamed('b'), serverNamed('c')),
    fc.array(fc.nat(2), { minLength: 30, maxLength: 30 }),
    fc.array(fc.constantFrom('\n', '\n\n', ' ', ''), { minLength: 30, maxLength: 30 }),
  )
  .map(([servers, order, gaps]) => {
    const left = servers.map((statements) => [...statements]);
    let text = '';
    for (let turn = 0; left.some((statements) => statements.length > 0); turn++) {
      const from = left[order[turn % 30] as number]?.length ? (order[turn % 30] as number) : turn % 3;
      text += (left[from]?.shift() ?? '') + (gaps[turn % 30] as string);
    }
    // A comment extends to the end of its line.
    return `${text.replace(/(?<!\n|^)\/\/ about/g, '\n// about')}\n`;
  });

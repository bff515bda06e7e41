import type { Language } from './state.js';

/** An example of a v2 server. */
export interface Example {
  readonly name: string;
  readonly language: Language;
  readonly code: string;
}

/** From the v2 docs, and from the most frequent forms in public code. */
export const EXAMPLES: readonly [Example, ...Example[]] = [
  {
    name: 'The example of the v2 docs',
    language: 'js',
    code: `const server = require('http').createServer();

const io = require('socket.io')(server, {
  origins: ['https://example.com'],

  handlePreflightRequest: (req, res) => {
    res.writeHead(200, {
      'Access-Control-Allow-Origin': 'https://example.com',
      'Access-Control-Allow-Methods': 'GET,POST',
      'Access-Control-Allow-Headers': 'my-custom-header',
      'Access-Control-Allow-Credentials': true
    });
    res.end();
  }
});

server.listen(3000);
`,
  },
  {
    name: "io.origins('*:*')",
    language: 'js',
    code: `const app = require('express')();
const http = require('http').Server(app);
const io = require('socket.io')(http);

io.origins('*:*'); // CORS

io.on('connection', (socket) => {
  socket.on('message', (text) => io.emit('message', text));
});

http.listen(process.env.PORT || 3000);
`,
  },
  {
    name: 'A list with ports',
    language: 'js',
    code: `const io = require('socket.io')(httpServer);

io.origins([
  'https://example.com:443',
  'https://www.example.com:443', // the old site
  'localhost:3000'
]);
`,
  },
  {
    name: 'One string of many hosts',
    language: 'js',
    code: `var io = require('socket.io').listen(server, {
  origins: 'https://example.com:443 http://localhost:* example.org:*'
});
`,
  },
  {
    name: 'A function, as in the v2 docs',
    language: 'js',
    code: `const io = require('socket.io')(server);

io.origins((origin, callback) => {
  if (origin !== 'https://example.com') {
    return callback('origin not allowed', false);
  }
  callback(null, true);
});
`,
  },
  {
    name: 'From the environment',
    language: 'js',
    code: `const io = require('socket.io')(server, {
  pingTimeout: 30000,
  origins: process.env.ALLOWED_ORIGINS || 'http://localhost:3000'
});
`,
  },
  {
    name: 'Preflights that echo the origin',
    language: 'js',
    code: `const io = require('socket.io')(server, {
  handlePreflightRequest: (req, res) => {
    const headers = {
      'Access-Control-Allow-Headers': 'Content-Type, Authorization',
      'Access-Control-Allow-Origin': req.headers.origin, // or the origin you want to give access to
      'Access-Control-Allow-Credentials': true
    };
    res.writeHead(200, headers);
    res.end();
  }
});
`,
  },
  {
    name: 'Half migrated to v4',
    language: 'js',
    code: `const { Server } = require('socket.io');

const io = new Server(httpServer, {
  cors: {
    origins: ['https://example.com:443'],
    credentials: true
  }
});
`,
  },
  {
    name: 'A NestJS gateway',
    language: 'ts',
    code: `import { WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import type { Server } from 'socket.io';

@WebSocketGateway(8080, {
  namespace: 'chat',
  origins: ['https://example.com:443'],
})
export class ChatGateway {
  @WebSocketServer() server: Server;
}
`,
  },
  {
    name: 'Two branches',
    language: 'js',
    code: `const io = require('socket.io')(server);

if (process.env.NODE_ENV === 'production') {
  io.origins(['https://example.com:443']);
} else {
  io.origins('*:*');
}
`,
  },
];

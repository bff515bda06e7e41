'use strict';

// A shop's live prices, beside an Express app that answers preflights for all of its paths. Written for Socket.IO v2.
// biome-ignore lint/style/useNodejsImportProtocol: the Nodes of that time knew no such protocol
const http = require('http');
const express = require('express');

const app = express();
app.use((req, res, next) => {
  res.header('Access-Control-Allow-Origin', req.headers.origin || '*');
  res.header('Access-Control-Allow-Headers', 'x-shop');
  if (req.method === 'OPTIONS') return res.sendStatus(204);
  next();
});
app.get('/', (_req, res) => res.send('shop'));

const server = http.createServer(app);
const io = require('socket.io').listen(server, { handlePreflightRequest: false });

io.origins((origin, callback) => {
  if (origin !== 'https://example.com') return callback('origin not allowed', false);
  callback(null, true);
});

io.on('connection', (socket) => {
  socket.on('echo', (text, answer) => answer(text));
});

server.listen(process.env.PORT || 3000, () => console.log('listening on %d', server.address().port));

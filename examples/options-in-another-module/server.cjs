'use strict';

// The options are in another file, which the command does not look into: it reports the place instead.
// biome-ignore lint/style/useNodejsImportProtocol: the Nodes of that time knew no such protocol
const http = require('http');
const socketio = require('socket.io');
const cors = require('./cors.cjs');

const server = http.createServer();
const io = socketio(server, { ...cors, serveClient: false });

module.exports = { server, io };

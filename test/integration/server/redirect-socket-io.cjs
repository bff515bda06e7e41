'use strict';

// Preloaded into a legacy program: its `require('socket.io')` gives the module that SOCKET_IO names. Nothing else changes.
const Module = require('node:module');
const path = require('node:path');

const EXAMPLES = path.resolve(__dirname, '../../../examples');
const resolveFilename = Module._resolveFilename;

Module._resolveFilename = function resolve(request, parent, ...rest) {
  const isOfProgram = parent?.filename?.startsWith(EXAMPLES);
  const found = isOfProgram && request === 'socket.io' ? process.env.SOCKET_IO : request;
  return resolveFilename.call(this, found, parent, ...rest);
};

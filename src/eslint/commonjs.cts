import entry = require('./index.js');

/** What `require('socket.io-cors-compat/eslint')` gives: the plugin itself. */
const plugin = entry.default;

export = plugin;

import entry = require('./index.js');

/** What `require('socket.io-cors-compat/eslint')` gives: the plugin itself. */
// The annotation keeps the declarations in syntax that TypeScript 4.7 reads.
const plugin: typeof entry.default = entry.default;

export = plugin;

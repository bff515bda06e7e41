var __importStar = (this && this.__importStar) || function (mod) {
  if (mod && mod.__esModule) return mod;
  var result = {};
  for (var key in mod) if (Object.hasOwnProperty.call(mod, key)) result[key] = mod[key];
  result['default'] = mod;
  return result;
};
var server = require('http').createServer();
var chat = __importStar(require('socket.io'));
var io = chat.listen(server, { origins: ['https://example.com:443'] });
server.listen(process.env.PORT);

const http = require('http');
const server = http.createServer();
var __importDefault = function (mod) { return (mod && mod.__esModule) ? mod : { "default": mod }; };
const socket_io_1 = __importDefault(require("socket.io"));
const hub = socket_io_1.default(server);
hub.origins(['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);

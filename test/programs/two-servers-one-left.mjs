// meta: {"ports":2}
import http from 'http';
import socketio from 'socket.io';
const site = http.createServer().listen(process.env.PORT);
const tools = http.createServer().listen(process.env.PORT2);
socketio(site, JSON.parse('{"origins":["https://example.com:443"]}'));
socketio(tools, { origins: ['http://localhost:3000'] });

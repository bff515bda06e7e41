import * as http from 'http';
const server = http.createServer();
class Chat {
  private io!: any;
  public start(http: http.Server): this { this.io = require('socket.io')(http); return this; }
  public secure(list: string[]): void { this.io.origins(list); }
}
new Chat().start(server).secure(['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);

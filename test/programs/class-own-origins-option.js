class App {
  constructor(config) { this.config = config; this.http = require('http').createServer(); }
  get origins() { return this.config.origins; }
  start() {
    this.io = require('socket.io')(this.http);
    this.io.origins(this.origins);
    this.http.listen(process.env.PORT);
  }
}
new App({ origins: ['https://example.com:443'] }).start();

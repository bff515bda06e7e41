const io = require('socket.io')();
io.origins(['https://example.com:443', 'http://localhost:3000']);
io.listen(Number(process.env.PORT), () => console.log('up'));

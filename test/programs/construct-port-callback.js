const io = require('socket.io')(Number(process.env.PORT), () => {});
io.origins(['https://example.com:443', 'http://localhost:3000']);

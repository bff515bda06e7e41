'use strict';

// Who may connect, as the Socket.IO v2 docs said to write it ("Handling CORS").
module.exports = {
  origins: [
    'https://example.com',
    'http://localhost:3000',
    'https://app.example.com:443',
    'staging.example.com:*',
  ],

  handlePreflightRequest: (_req, res) => {
    res.writeHead(200, {
      'Access-Control-Allow-Origin': 'https://app.example.com',
      'Access-Control-Allow-Methods': 'GET,POST',
      'Access-Control-Allow-Headers': 'my-custom-header',
      'Access-Control-Allow-Credentials': true,
    });
    res.end();
  },
};

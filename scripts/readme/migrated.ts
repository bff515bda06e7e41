import { migrateSource } from '../../src/codemod/index.js';

const BEFORE = `const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443'],
});
`;

/** A program of v2, and what the codemod makes of it. */
export function migrated(): string {
  const { code, findings } = migrateSource(BEFORE, { filename: 'server.js', from: '2.5.1' });
  if (findings.some(({ action }) => action === 'manual'))
    throw new Error('README: the example needs a person');
  return `Before, Socket.IO v2:\n\n${fence(BEFORE)}\n\nAfter, Socket.IO v4:\n\n${fence(code)}`;
}

const fence = (code: string) => `\`\`\`js\n${code.trimEnd()}\n\`\`\``;

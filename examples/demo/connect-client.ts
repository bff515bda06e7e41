import { createRequire } from 'node:module';

/** The part of a client that is the same from 2.5 to 4.8. */
interface Client {
  on(event: 'connect' | 'connect_error', listener: () => void): void;
  close(): void;
}

type Connect = (url: string, options: object) => Client;

const require = createRequire(import.meta.url);
const connectWith: Readonly<Record<'2.5' | '4.8', Connect>> = {
  '2.5': require('socket.io-client-2') as Connect,
  '4.8': require('socket.io-client') as Connect,
};

/** Whether a real Socket.IO client that claims to run in a page of `origin` can connect. */
export function connectClient(
  generation: '2.5' | '4.8',
  url: string,
  transport: 'polling' | 'websocket',
  origin: string,
): Promise<boolean> {
  return new Promise((resolve) => {
    const client = connectWith[generation](url, {
      transports: [transport],
      upgrade: false,
      reconnection: false,
      forceNew: true,
      extraHeaders: { Origin: origin },
    });
    const end = (connected: boolean) => {
      clearTimeout(timeout);
      client.close();
      resolve(connected);
    };
    const timeout = setTimeout(end, 2000, false);
    client.on('connect', () => end(true));
    client.on('connect_error', () => end(false));
  });
}

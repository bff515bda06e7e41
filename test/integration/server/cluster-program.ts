// Two workers behind one port, with the sticky sessions and the adapter that Socket.IO's docs recommend.
import cluster, { type Worker } from 'node:cluster';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter, setupPrimary } from '@socket.io/cluster-adapter';
import { setupMaster, setupWorker } from '@socket.io/sticky';
import { Server } from '../../../src/server/index.js';
import { echo } from './connect.js';

/** What the test tells one worker to do. `functionFor` means a function that allows that origin. */
export interface Instruction {
  readonly origins?: string[];
  readonly functionFor?: string;
}

if (cluster.isPrimary) {
  const httpServer = createServer();
  setupMaster(httpServer, { loadBalancingMethod: 'round-robin' });
  setupPrimary();
  // Sticky hands requests on as buffers.
  cluster.setupPrimary({ serialization: 'advanced' });
  const workers = [cluster.fork(), cluster.fork()];
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
  for (const worker of workers) {
    worker.on('message', (message: { code?: string }) => {
      if (message.code !== undefined) process.send?.(message);
    });
  }
  // Warnings and instructions pass through the primary. The test sends its instructions to the first worker.
  process.on('message', (instruction: Instruction) => (workers[0] as Worker).send(instruction));
  httpServer.listen(0, '127.0.0.1', () => {
    process.send?.({ port: (httpServer.address() as AddressInfo).port });
  });
  process.on('disconnect', () => {
    for (const worker of workers) worker.process.kill();
    process.exit();
  });
} else {
  const io = Server(createServer(), {
    origins: ['https://example.com:443'],
    adapter: createAdapter(),
    corsCompat: {
      propagateOrigins: process.env.PROPAGATE === 'yes',
      onWarning: ({ code }) => process.send?.({ code }),
    },
  });
  setupWorker(io);
  echo(io);
  process.on('message', ({ origins, functionFor }: Instruction) => {
    if (origins !== undefined) io.origins(origins);
    if (functionFor !== undefined) io.origins((origin, callback) => callback(null, origin === functionFor));
  });
  process.send?.('ready');
}

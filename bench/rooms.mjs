// The cost of rooms: joins that clients ask for, and messages to rooms. The drop-in server and the same server written by
// hand on v4 take turns in one process.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './median.mjs';

const SERVERS = fileURLToPath(new URL('rooms-server.mjs', import.meta.url));

export async function benchRooms() {
  const child = fork(SERVERS);
  const rows = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the servers ended with ${code}`)));
  });
  child.disconnect();
  return rows.map(({ name, ours, theirs, goal }) => {
    const ratio = median(ours.map((time, index) => theirs[index] / time));
    return {
      name,
      ratio,
      goal: goal === undefined ? '' : `≥ ${goal}`,
      met: goal === undefined || ratio >= goal,
      how: `median of ${ours.length} pairs by turns, CPU time each: ${median(ours).toFixed(2)} µs and ${median(theirs).toFixed(2)} µs`,
    };
  });
}

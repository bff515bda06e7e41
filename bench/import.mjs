// How long `import` takes: this package's library and socket.io itself take turns in fresh processes.
import { execFileSync } from 'node:child_process';
import { median } from './median.mjs';

const ROUNDS = 25;

/** Milliseconds that a fresh Node takes to import a module, without its own start. */
function importTime(specifier) {
  const script = `const t = performance.now(); await import(${JSON.stringify(specifier)}); console.log(performance.now() - t)`;
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }),
  );
}

export function benchImport() {
  // By name, as users do: Node has a file of its own.
  const library = import.meta.resolve('socket.io-cors-compat');
  const socketIo = import.meta.resolve('socket.io');
  const times = { library: [], socketIo: [] };
  importTime(library);
  importTime(socketIo);
  for (let round = 0; round < ROUNDS; round++) {
    times.library.push(importTime(library));
    times.socketIo.push(importTime(socketIo));
  }
  const [ours, theirs] = [median(times.library), median(times.socketIo)];
  return [
    {
      name: 'import of the library ÷ import of socket.io',
      ratio: ours / theirs,
      goal: '≤ 0.25',
      met: ours / theirs <= 0.25,
      how: `medians of ${ROUNDS} fresh processes each, by turns: ${ours.toFixed(1)} ms and ${theirs.toFixed(1)} ms`,
    },
  ];
}

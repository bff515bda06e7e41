import type { Answer } from './answer.js';
import type { State } from './state.js';
import type { Reply } from './worker.js';

/**
 * Asks a worker, so that typing never waits. Only the latest question counts: one is on its way at a time, and what
 * was asked meanwhile is forgotten for what was asked last.
 */
export function askWorker(
  show: (answer: Answer) => void,
  fail: (problem: string) => void,
): (state: State) => void {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  let asked = 0;
  let isBusy = false;
  let next: State | undefined;
  const send = (state: State) => {
    isBusy = true;
    next = undefined;
    worker.postMessage({ id: ++asked, state });
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    isBusy = false;
    if (next !== undefined) send(next);
    if ('answer' in data) show(data.answer);
    else fail(data.problem);
  });
  worker.addEventListener('error', ({ message }) => fail(message || 'the worker did not start'));
  return (state) => {
    if (isBusy) next = state;
    else send(state);
  };
}

import type { Answer } from './answer.js';
import type { State } from './state.js';
import type { Reply } from './worker.js';

/**
 * Computes answers in a worker, so that typing never waits. One state is in progress at a time; of the others, only the
 * latest is kept.
 *
 * @param show gets an answer, and its state
 */
export function askWorker(
  show: (answer: Answer, state: State) => void,
  fail: (problem: string) => void,
): (state: State) => void {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  let current: State | undefined;
  let next: State | undefined;
  const send = (state: State) => {
    current = state;
    next = undefined;
    worker.postMessage(state);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    const state = current as State;
    current = undefined;
    if (next !== undefined) send(next);
    if ('answer' in data) show(data.answer, state);
    else fail(data.problem);
  });
  worker.addEventListener('error', ({ message }) => fail(message || 'the worker did not start'));
  return (state) => {
    if (current === undefined) send(state);
    else next = state;
  };
}

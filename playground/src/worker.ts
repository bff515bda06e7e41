import { type Answer, answerTo } from './answer.js';
import type { State } from './state.js';

/** What the worker answers; a `problem` is a fault of this program, never of the code. */
export type Reply = { readonly answer: Answer } | { readonly problem: string };

addEventListener('message', ({ data }: MessageEvent<State>) => {
  let reply: Reply;
  try {
    reply = { answer: answerTo(data) };
  } catch (error) {
    reply = { problem: error instanceof Error ? error.message : String(error) };
  }
  postMessage(reply);
});

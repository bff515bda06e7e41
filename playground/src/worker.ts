import { type Answer, answerTo } from './answer.js';
import type { State } from './state.js';

/** The worker's answer. A `problem` is a bug of this page, not of the pasted code. */
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

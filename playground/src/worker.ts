import { type Answer, answerTo } from './answer.js';
import type { State } from './state.js';

/** What the page asks of its worker. */
export interface Question {
  readonly id: number;
  readonly state: State;
}

/** What the worker answers; a `problem` is a fault of this program, never of the code. */
export type Reply =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly problem: string };

addEventListener('message', ({ data: { id, state } }: MessageEvent<Question>) => {
  let reply: Reply;
  try {
    reply = { id, answer: answerTo(state) };
  } catch (error) {
    reply = { id, problem: error instanceof Error ? error.message : String(error) };
  }
  postMessage(reply);
});

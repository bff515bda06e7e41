import type { Answer } from '../ask.js';
import { mayRead, maySend } from '../browser.js';
import type { ScaleQuestion } from './scale-question.js';

/** What a server decided about one request, as the one who asked can tell. */
export interface Decision {
  /** `enter`: who gets a session; `read`: what a page may read; `send`: what a page may send. */
  readonly about: 'enter' | 'read' | 'send';
  /** Told apart by whether credentials are sent, where that matters. */
  readonly credentials?: boolean;
  readonly allowed: boolean;
}

/** The decisions that an answer shows; the same question gives the same ones, in the same order. */
export function decisionsIn(question: ScaleQuestion, answer: Answer): Decision[] {
  const { origin, malformed } = question.request;
  if (question.kind === 'preflight') {
    return [true, false].map((credentials) => ({
      about: 'send',
      credentials,
      allowed: maySend(answer, { ...question, origin: question.request.origin, credentials }),
    }));
  }
  const enter: Decision = { about: 'enter', allowed: answer.admitted };
  if (question.kind !== 'polling' || malformed || !origin) return [enter];
  return [enter, { about: 'read', credentials: true, allowed: mayRead(answer, origin, true) }];
}

import type { Caller } from './ask.js';

/** A caller by the short name that tables give it: its `Origin`; `Referer: …` for that alone; `-` for neither. */
export function callerOf(name: string): Caller {
  if (name === '-') return {};
  return name.startsWith('Referer: ') ? { referer: name.slice('Referer: '.length) } : { origin: name };
}

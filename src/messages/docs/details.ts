import type { Entry } from '../message.js';
import { v4Guard } from '../server-settings.js';

/** The parts of the reference about a code that are not its message or its remedy. Prose is Markdown. */
export interface Details<Args = object> {
  /** The values that the message and the remedy mention in the reference, if they differ from `SAMPLE`. */
  readonly args?: Partial<Args>;
  /** One sentence for the index, if the first one of the message is only about one case. */
  readonly summary?: string;
  /** What Node, a server or an older browser prints in that situation. People paste it to `explain`. */
  readonly printed?: readonly string[];
  /** The situations in which the code is reported. */
  readonly cause?: string;
  /** What Socket.IO v2 did. */
  readonly v2?: string;
  /** What Socket.IO v4 does, or what the translation does. */
  readonly v4?: string;
  /** What else helps, or what to know about the fix. */
  readonly fix?: string;
  /** Code that gets this code. */
  readonly before?: string;
  /** The same code fixed, if it does not become GUARDED_SERVER. */
  readonly after?: string;
  /** A configuration of nginx that gets this code. */
  readonly nginx?: string;
  /** A package.json that gets this code. */
  readonly packageJson?: string;
}

/** Details of some codes of a catalogue. */
export type DetailsOf<Catalogue extends Readonly<Record<string, Entry<never>>>> = {
  readonly [Code in keyof Catalogue]?: Details<Parameters<Catalogue[Code]['message']>[0]>;
};

/** A v2 server with these options. */
export const v2Server = (options: string): string =>
  `const io = require('socket.io')(httpServer, ${options});`;

/** A v4 server with these options. */
export const v4Server = (options: string): string => `const { Server } = require('socket.io');

const io = new Server(httpServer, ${options});`;

/** The v4 server that most fixes lead to: one list for what browsers may read and for who may connect. */
export const GUARDED_SERVER = `const { Server } = require('socket.io');

${v4Guard({ generation: 'v4', origins: ['https://example.com'], headers: [] })
  .replace(/^ {2}/gm, '')
  .replaceAll('"', "'")}`;

/** That server with another option. */
export const guardedWith = (option: string): string =>
  GUARDED_SERVER.replace('(httpServer, {', `(httpServer, {\n  ${option},`);

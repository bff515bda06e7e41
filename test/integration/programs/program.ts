import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** The options in the first line of a program, `// meta: {…}`. */
interface Meta {
  /** The file to start, if the program has several. */
  readonly main?: string;
  /** The release of Socket.IO that it was written for. From 3 on it is half-migrated, and runs on v4 before as well. */
  readonly from?: string;
  /** 2 if it listens on PORT and PORT2. */
  readonly ports?: 1 | 2;
  /** The path of Socket.IO. */
  readonly path?: string;
  /** Milliseconds until the settings that it makes later are made. */
  readonly wait?: number;
}

/** A small legacy program: one file, or several after lines `//// file: NAME`. It listens on `process.env.PORT`. */
export interface Program {
  readonly name: string;
  readonly main: string;
  readonly from: string;
  /** Whether it was written for v3 or v4, which ignored its settings of v2. */
  readonly isModern: boolean;
  readonly ports: 1 | 2;
  readonly path: string;
  readonly wait: number;
  readonly files: ReadonlyMap<string, string>;
}

export function readProgram(file: string): Program {
  const text = readFileSync(file, 'utf8');
  const meta = JSON.parse(/^\/\/ meta: (\{.*\})/m.exec(text)?.[1] ?? '{}') as Meta;
  const { from = '2.5.1', ports = 1, path = '/socket.io', wait = 0 } = meta;
  const main = meta.main ?? `main${extname(file)}`;
  const [, ...parts] = text.split(/^\/\/\/\/ file: (.*)\n/m);
  const files = new Map<string, string>();
  if (parts.length === 0) files.set(main, text);
  for (let index = 0; index < parts.length; index += 2)
    files.set(parts[index] as string, parts[index + 1] as string);
  if (!files.has('package.json'))
    files.set(
      'package.json',
      JSON.stringify({ name: 'program', version: '1.0.0', dependencies: { 'socket.io': from } }),
    );
  const isModern = Number.parseInt(from, 10) >= 3;
  return { name: basename(file), main, from, isModern, ports, path, wait, files };
}

/** The programs of a folder, or those that are named. */
export function programsIn(paths: readonly string[]): Program[] {
  const files = paths.flatMap((path) =>
    extname(path) === '' ? readdirSync(path).map((name) => join(path, name)) : [path],
  );
  return files.filter((file) => /\.(?:m?js|ts)$/.test(file)).map(readProgram);
}

export function writeProgram({ files }: Program, folder: string): void {
  for (const [name, text] of files) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

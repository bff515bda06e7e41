import { type GeneratedConfiguration, originsInForce } from './generated-configuration.js';
import type { Written } from './written.js';

/** A program for v2, and the environment that it reads. */
export interface LegacyProgram {
  readonly code: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Writes settings as a small program, in one of the ways that people wrote such programs. */
export function legacyProgram(configuration: GeneratedConfiguration): LegacyProgram {
  const { style, calls } = configuration;
  const environment: Record<string, string> = {};
  const declarations: string[] = [];
  const inForce = originsInForce(configuration);
  const text = (written: Written): string => {
    if (written !== inForce) return written.source;
    const read = style === 'environment' ? environmentText(written, environment) : undefined;
    if (read !== undefined) return read;
    if (style !== 'named') return written.source;
    declarations.push(`const configured = ${written.source};`);
    return 'configured';
  };
  const options = optionsText(configuration, text);
  const later = calls.map((call) => callText(call, text(call), style));
  return {
    code: [
      "const server = require('http').createServer();",
      ...declarations,
      ...constructionText(style, options),
      ...later,
      'module.exports = { server, io };',
      '',
    ].join('\n'),
    environment,
  };
}

function environmentText({ value }: Written, environment: Record<string, string>): string | undefined {
  const separator = '\t';
  const texts = Array.isArray(value) ? (value as string[]) : [value];
  // An environment variable cannot contain a NUL character.
  if (!texts.every((text) => typeof text === 'string' && !/[\t\0]/.test(text))) return undefined;
  if (texts.length === 0) return undefined;
  environment.PARITY_ORIGINS = texts.join(separator);
  return Array.isArray(value) ? "process.env.PARITY_ORIGINS.split('\\t')" : 'process.env.PARITY_ORIGINS';
}

function optionsText(
  { origins, handler, allowRequest }: GeneratedConfiguration,
  text: (written: Written) => string,
): string {
  const fields = [
    ...(origins === undefined ? [] : [`origins: ${text(origins)}`]),
    ...(handler === undefined ? [] : [`handlePreflightRequest: ${handler.source}`]),
    ...(allowRequest === undefined ? [] : [`allowRequest: ${allowRequest.source}`]),
  ];
  return fields.length === 0 ? '' : `{\n${fields.map((field) => `  ${field},\n`).join('')}}`;
}

function constructionText(style: GeneratedConfiguration['style'], options: string): string[] {
  const args = options === '' ? 'server' : `server, ${options}`;
  switch (style) {
    case 'new':
      return ["const Server = require('socket.io');", `const io = new Server(${args});`];
    case 'listen':
      return [`const io = require('socket.io').listen(${args});`];
    case 'variable':
      return options === ''
        ? ["const io = require('socket.io')(server);"]
        : [`const options = ${options};`, "const io = require('socket.io')(server, options);"];
    default:
      return [`const io = require('socket.io')(${args});`];
  }
}

function callText({ value }: Written, text: string, style: GeneratedConfiguration['style']): string {
  // `io.set()` ignored falsy values.
  return style === 'set' && value ? `io.set('origins', ${text});` : `io.origins(${text});`;
}

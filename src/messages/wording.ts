/** How each option is called in the API, in which all messages are written, in the command, and on the playground's page. */
const OPTIONS = [
  ["semantics: 'exact'", '--semantics exact', '“Matching: exactly as v2”'],
  ["semantics: 'documented'", '--semantics documented', '“Matching: as in the v2 docs”'],
  ["missingOrigin: 'allow'", '--missing-origin allow', '“Requests without an origin: allow”'],
  ["missingOrigin: 'as-v2'", '--missing-origin as-v2', '“Requests without an origin: as on v2”'],
  ['keepV2Clients: true', '--keep-v2-clients', '“Keep v2 clients”'],
  ['the option from', '--from', '“From”'],
  [
    "set from: '2.4.0' (in the drop-in server, corsCompat: { from: '2.4.0' })",
    'use --from 2.4.0',
    'set “From” to 2.4.0',
  ],
] as const;

/** The text of a message, with the names that options have in the command. */
export const forCommand = (text: string): string => renamed(text, 1);

/** The text of a message, with the names of the playground's controls. */
export const forPage = (text: string): string => renamed(text, 2);

/** Options within an object keep their names, because it is code: `corsCompat: { semantics: 'exact' }`. */
function renamed(text: string, column: 1 | 2): string {
  return OPTIONS.reduce((words, names) => {
    const isCode = (at: number) => words.lastIndexOf('{', at) > words.lastIndexOf('}', at);
    return words.replaceAll(names[0], (name, at: number) => (isCode(at) ? name : names[column]));
  }, text);
}

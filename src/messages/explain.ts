/** Problems with the input of `explain`, besides those of the settings. */
export const explainProblems = {
  empty: (name: string) =>
    `${name}: the input is empty. Expected the options that Socket.IO v2 got, for example { origins: ['https://example.com:443'] }`,
  notSettings: (where: string, said: string) =>
    `${where}: ${said}. Expected the options that Socket.IO v2 got, as JSON or a JavaScript object, for example { origins: ['https://example.com:443'] }`,
  nested: (name: string, path: string) =>
    `${name}: the settings are in "${path}", so v2 would ignore them here. Give only that object, as Socket.IO v2 got it.`,
  expression: (where: string) =>
    `${where}: only literal values can be explained. If functions or variables decide, run npx socket.io-cors-compat migrate on the source file.`,
  sourceFile: (name: string) =>
    `${name}: this is not a settings file. To see what a source file or a package becomes: npx socket.io-cors-compat migrate ${name}`,
  functions:
    'Functions cannot be explained. Run npx socket.io-cors-compat migrate on the file that contains them.',
  setting: (path: string, message: string) => `${path}: ${message}`,
  notOfMigrate: (code: string) => `migrate does not print ${code}, so there is nothing to acknowledge.`,
  unknownCode: (code: string, nearest: string | undefined) =>
    `There is no code "${code}".${nearest === undefined ? '' : ` Did you mean ${nearest}?`}\nAll codes: docs/codes.md of the package socket.io-cors-compat`,
} as const;

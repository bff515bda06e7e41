/** What is wrong with the arguments of a command. */
export const argumentProblems = {
  unknownOption: (name: string) => `${name}: there is no such option.`,
  flagWithValue: (name: string) => `${name}: takes no value.`,
  missingValue: (name: string) => `${name}: needs a value.`,
  repeated: (name: string) => `${name}: given more than once.`,
  choice: (name: string, value: string, choices: readonly string[]) =>
    `${name}: found "${value}"; expected ${choices.join(' or ')}.`,
  missingOperand: (name: string) => `${name} is missing.`,
  extraOperand: (value: string) => `"${value}": one argument too many.`,
  writeAndCheck: '--write changes files and --check only looks: choose one.',
  noSettings: 'SETTINGS is missing: a file, - for standard input, or the JSON itself.',
  unreadable: (path: string, code: string) => `${path}: it cannot be read (${code}).`,
} as const;

import type { Log, Notification, PhysicalLocation, Result } from 'sarif';
import type { FileReport, MigrationReport } from '../codemod/project/migrate-files.js';
import type { Finding } from '../codemod/types.js';
import { repositoriesText } from './repositories-text.js';

const LEVELS = { danger: 'error', warning: 'warning', info: 'note' } as const;

/** A migration as SARIF 2.1.0, for code hosts: what needs a person, and what is good to know about the rest. */
export function reportSarif({ files, repositories }: MigrationReport, toolVersion: string): string {
  const findings = files.flatMap((file) => file.findings);
  const rules = [...new Map(findings.map((finding) => [finding.code, finding])).values()];
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'socketio-cors',
            semanticVersion: toolVersion,
            informationUri: 'https://www.npmjs.com/package/socket.io-cors-compat',
            rules: rules.map((finding) => ({
              id: finding.code,
              shortDescription: { text: words(finding.code) },
              // GitHub's code scanning does without neither.
              fullDescription: { text: `${words(finding.code)}. What that means: ${finding.docs}` },
              help: { text: `${finding.remedy} See ${finding.docs}` },
              defaultConfiguration: { level: LEVELS[finding.severity] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: files.every(({ error }) => error === undefined),
            toolExecutionNotifications: [...files.flatMap(notificationOf), ...noteOn(repositories)],
          },
        ],
        results: files.flatMap(({ path, findings }) =>
          findings.map((finding) => resultOf(path, finding, rules)),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(path: string, finding: Finding, rules: readonly Finding[]): Result {
  const { code, severity, effect, action, message, remedy, line, column, subject } = finding;
  return {
    ruleId: code,
    ruleIndex: rules.findIndex((rule) => rule.code === code),
    level: LEVELS[severity],
    kind: 'fail',
    message: { text: `${message} ${remedy}` },
    locations: [
      { physicalLocation: { ...artifact(path), region: { startLine: line, startColumn: column } } },
    ],
    properties: { action, effect, ...(subject === undefined ? {} : { subject }) },
  };
}

function notificationOf({ path, error }: FileReport): Notification[] {
  if (error === undefined) return [];
  return [{ level: 'error', message: { text: error }, locations: [{ physicalLocation: artifact(path) }] }];
}

function noteOn(repositories: readonly string[]): Notification[] {
  if (repositories.length === 0) return [];
  return [{ level: 'note', message: { text: repositoriesText(repositories) } }];
}

function artifact(path: string): PhysicalLocation {
  return { artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') } };
}

/** @example words('ORIGIN_NEVER_MATCHED') // 'Origin never matched' */
function words(code: string): string {
  const text = code.toLowerCase().replace(/_/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

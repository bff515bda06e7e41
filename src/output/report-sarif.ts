import type { Log, Notification, PhysicalLocation, Result } from 'sarif';
import type { MigrationReport, ReportedFinding } from '../codemod/project/report.js';
import { explainCode } from '../explain/explain-code.js';
import { forCommand } from '../messages/wording.js';

const LEVELS = { danger: 'error', warning: 'warning', info: 'note' } as const;

/** A migration as SARIF 2.1.0, for code hosts. */
export function reportSarif({ files, skipped }: MigrationReport, toolVersion: string): string {
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
              // GitHub's code scanning requires both.
              fullDescription: { text: finding.message },
              help: { text: explainCode(finding.code) ?? finding.message },
              // unpkg serves npm's packages, and the reference is part of this one.
              helpUri: `https://unpkg.com/socket.io-cors-compat/${finding.docs}`,
              defaultConfiguration: { level: LEVELS[finding.severity] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: files.every(({ error }) => error === undefined),
            toolExecutionNotifications: [
              ...files.flatMap(({ path, error }) =>
                error === undefined ? [] : [noteOn(path, 'error', error)],
              ),
              ...skipped.map(({ path, reason }) => noteOn(path, 'note', `Skipped: ${reason}`)),
            ],
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

function resultOf(path: string, finding: ReportedFinding, rules: readonly ReportedFinding[]): Result {
  const { code, severity, effect, action, message, remedy, line, column, subject, acknowledged } = finding;
  return {
    ruleId: code,
    ruleIndex: rules.findIndex((rule) => rule.code === code),
    level: LEVELS[severity],
    kind: 'fail',
    message: { text: `${message} Fix: ${forCommand(remedy)}` },
    locations: [
      { physicalLocation: { ...artifact(path), region: { startLine: line, startColumn: column } } },
    ],
    ...(acknowledged ? { suppressions: [{ kind: 'external', justification: '--acknowledge' }] } : {}),
    properties: { action, effect, ...(subject === undefined ? {} : { subject }) },
  };
}

function noteOn(path: string, level: 'error' | 'note', text: string): Notification {
  return { level, message: { text }, locations: [{ physicalLocation: artifact(path) }] };
}

function artifact(path: string): PhysicalLocation {
  return { artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') } };
}

/** @example words('ORIGIN_NEVER_MATCHED') // 'Origin never matched' */
function words(code: string): string {
  const text = code.toLowerCase().replace(/_/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

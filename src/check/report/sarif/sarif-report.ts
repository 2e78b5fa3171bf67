import { safeJson, safeLine } from '../../../safe-text.ts'
import { meaningOf } from '../../../verify/judge/verdicts.ts'
import { adviceSentence } from '../../way-out/way-out.ts'
import { isUnbuilt, unbuiltText } from '../build-problems.ts'
import type { Report, ReportModule } from '../report.ts'
import { seenText } from '../words/seen.ts'
import { buildResults, buildRules } from './build-results.ts'
import { fingerprintsOf } from './fingerprint.ts'
import { locationOf, sourceRoot } from './location.ts'
import { plainMessage } from './plain-message.ts'
import { descriptorOf, findingCodes, levels, undeterminedCodes } from './rules.ts'
import type { Notification, Result, SarifLog } from './sarif-log.ts'

const schema =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/**
 * The report as a SARIF 2.1.0 log with one run. Findings are results, accepted ones left out; a module that could not be
 * judged is a notification, and the run then no success.
 */
export function sarifReport(report: Report): string {
  return `${safeJson(JSON.stringify(sarifLog(report), null, 2))}\n`
}

function sarifLog(report: Report): SarifLog {
  const { commit, source, modules, complete, exit, at, millis, level } = report
  const shown = modules.filter(({ accepted }) => accepted === null)
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'headwater',
            version: report.headwater,
            rules: [...findingCodes.map(descriptorOf), ...(level === 'build' ? buildRules : [])],
            notifications: undeterminedCodes.map(descriptorOf),
          },
        },
        invocations: [
          {
            executionSuccessful: complete,
            exitCode: exit,
            commandLine: safeLine(report.command),
            startTimeUtc: at,
            endTimeUtc: new Date(Date.parse(at) + millis).toISOString(),
            toolExecutionNotifications: [
              ...shown
                .filter(({ verdict }) => verdict.class === 'undetermined')
                .map((module) => notificationOf(module, report)),
              ...incompleteNotes(report),
            ],
            toolConfigurationNotifications: report.notes.map((note) => ({
              level: 'note',
              message: { text: plainMessage(note) },
            })),
          },
        ],
        automationDetails: { id: categoryOf(report) },
        originalUriBaseIds: {
          [sourceRoot]: { description: { text: 'The root of the repository that is checked.' } },
        },
        ...(commit !== null &&
          source?.url && {
            versionControlProvenance: [
              {
                repositoryUri: source.url,
                revisionId: commit,
                mappedTo: { uriBaseId: sourceRoot },
              },
            ],
          }),
        columnKind: 'utf16CodeUnits',
        results: [
          ...shown
            .filter(({ verdict }) => findingCodes.includes(verdict.code))
            .map((module) => resultOf(module, report)),
          ...buildResults(report),
        ],
        properties: { level: report.level, modules: modules.length, summary: report.summary },
      },
    ],
  }
}

function incompleteNotes(report: Report): Notification[] {
  if (isUnbuilt(report)) return [{ level: 'warning', message: { text: unbuiltText } }]
  if (report.rules.isPartial !== true) return []
  const text = 'What some modules require could not be read, so modules may be missing.'
  return [{ level: 'warning', message: { text } }]
}

/** The same in every run of the same check, and another for one that sees only a part. Source: SARIF 2.1.0, 3.17.3 */
function categoryOf({ kind, target, source, changedSince }: Report): string {
  const what = kind === 'project' ? (source?.files[target] ?? target) : 'modules'
  return `headwater${changedSince ? '-added' : ''}/${safeLine(what)}/`
}

function resultOf(module: ReportModule, report: Report): Result {
  const { path, version, scope, requiredBy, verdict, advice } = module
  return {
    ruleId: verdict.code,
    ruleIndex: findingCodes.indexOf(verdict.code),
    level: levels[verdict.class],
    message: {
      text: plainMessage([textOf(module, report), ...advice.map(adviceSentence)].join(' ')),
    },
    locations: [locationOf(module, report)],
    partialFingerprints: fingerprintsOf(module),
    ...(report.baseline && { baselineState: module.news === 'known' ? 'unchanged' : 'new' }),
    properties: {
      module: path,
      version,
      scope,
      requiredBy,
      class: verdict.class,
      confidence: verdict.confidence,
      evidence: verdict.evidence,
    },
  }
}

function notificationOf(module: ReportModule, report: Report): Notification {
  const { code } = module.verdict
  return {
    descriptor: { id: code, index: undeterminedCodes.indexOf(code) },
    level: 'warning',
    message: { text: plainMessage(textOf(module, report)) },
    locations: [locationOf(module, report)],
  }
}

function textOf(module: ReportModule, { at }: Report): string {
  const { path, version, verdict } = module
  const { word, sentence } = meaningOf(verdict.code)
  const seen = seenText(module, at)
  return `${word}: ${path} ${version}. ${sentence}${seen && ` Seen: ${seen}.`}`
}

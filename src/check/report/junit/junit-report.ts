import { hostOfPath } from '../../../verify/judge/judged.ts'
import { meaningOf } from '../../../verify/judge/verdicts.ts'
import { fails } from '../exit.ts'
import type { Report, ReportModule } from '../report.ts'
import { seenText } from '../words/seen.ts'
import { buildCases, buildSuite } from './build-suite.ts'
import type { Case, Result } from './case.ts'
import { xmlDocument, type XmlElement } from './xml.ts'

/**
 * The report as JUnit XML: a suite for each host that module paths begin with, a case for each module, and at the level
 * `build` a last suite with a case for each command of go. What makes the
 * exit code 1 has failed; what could not be judged is an error, and skipped where that is allowed; so is a loss or change
 * that does not count, with the reason.
 *
 * The name of a case is the module's path alone, so that its history survives a new version; the version stands beside it
 * where a path is there twice.
 *
 * Source: the schemas of Jenkins (`junit-4.xsd`, `junit-10.xsd`)
 */
export function junitReport(report: Report): string {
  const twice = pathsTwice(report.modules)
  const suites = [...Map.groupBy(report.modules, hostOfPath)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([host, modules]) => {
      return [
        host,
        modules.map((module) => caseOf(module, report, twice.has(module.path))),
      ] as const
    })
  const ofBuild = buildCases(report)
  if (ofBuild.length > 0) suites.push([buildSuite, ofBuild])
  const cases = suites.flatMap(([, own]) => own)
  const { tests, failures, errors } = countsOf(cases)
  return xmlDocument({
    name: 'testsuites',
    attributes: {
      name: `headwater check ${report.name}`,
      tests,
      failures,
      errors,
      time: secondsOf(report),
    },
    content: suites.map(([name, own]) => suiteOf(name, own, report)),
  })
}

function suiteOf(name: string, cases: readonly Case[], report: Report): XmlElement {
  const { level, target, commit, complete } = report
  const properties = Object.entries({ level, target, commit: commit ?? '', complete })
  return {
    name: 'testsuite',
    attributes: {
      name,
      ...countsOf(cases),
      time: 0,
      timestamp: report.at.replace(/(?:\.\d+)?Z$/, ''),
      hostname: 'localhost',
    },
    content: [
      {
        name: 'properties',
        content: properties.map(([name, value]) => ({
          name: 'property',
          attributes: { name, value: String(value) },
        })),
      },
      ...cases.map(({ element }) => element),
    ],
  }
}

function caseOf(module: ReportModule, report: Report, isTwice: boolean): Case {
  const { path, version } = module
  const result = resultOf(module, report)
  const attributes = {
    name: isTwice ? `${path}@${version}` : path,
    classname: hostOfPath(module),
    time: 0,
  }
  return {
    result,
    element: { name: 'testcase', attributes, content: inside(module, result, report) },
  }
}

function inside(module: ReportModule, result: Result, report: Report): XmlElement[] {
  const { verdict } = module
  if (result === 'passed') {
    return verdict.class === 'ok' ? [] : [{ name: 'system-out', content: story(module, report) }]
  }
  if (result === 'skipped') {
    return [{ name: 'skipped', content: `${whyNot(module)}\n${story(module, report)}` }]
  }
  const { word } = meaningOf(verdict.code)
  const message = `${word}: ${module.path} ${module.version}, ${verdict.code}`
  return [
    { name: result, attributes: { type: verdict.code, message }, content: story(module, report) },
  ]
}

function resultOf(module: ReportModule, { rules }: Report): Result {
  const { class: of } = module.verdict
  const isAside = module.accepted !== null || module.news === 'known'
  if (of === 'undetermined' && !isAside && !rules.allowIncomplete) return 'error'
  if (fails(module, rules)) return 'failure'
  return of === 'ok' || (of === 'fragile' && !isAside) ? 'passed' : 'skipped'
}

function whyNot({ accepted, news, verdict }: ReportModule): string {
  if (accepted) return `accepted until ${accepted.until ?? 'further notice'}: ${accepted.reason}`
  if (news === 'known') return 'known to the baseline'
  return verdict.class === 'undetermined'
    ? 'not judged, which is allowed'
    : 'not among what fails the check'
}

function story(module: ReportModule, { at: now }: Report): string {
  const { path, version, verdict, requiredAt, requiredBy, wayOut } = module
  const { word, sentence } = meaningOf(verdict.code)
  const at = requiredAt ? `${requiredAt.file}:${requiredAt.line}` : ''
  return [
    `${word}: ${path} ${version} (${verdict.code}, ${verdict.confidence})`,
    sentence,
    `saw: ${seenText(module, now)}`,
    ...(at ? [`at: ${at}`] : []),
    ...(requiredBy.length > 0 ? [`required by: ${requiredBy.slice(0, 5).join(', ')}`] : []),
    ...wayOut.map((text) => `way out: ${text}`),
  ].join('\n')
}

function countsOf(cases: readonly Case[]) {
  const count = (wanted: Result) => cases.filter(({ result }) => result === wanted).length
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  }
}

function pathsTwice(modules: readonly ReportModule[]): ReadonlySet<string> {
  const [seen, twice] = [new Set<string>(), new Set<string>()]
  for (const { path } of modules) (seen.has(path) ? twice : seen).add(path)
  return twice
}

function secondsOf({ millis }: Report): string {
  return (millis / 1000).toFixed(3)
}

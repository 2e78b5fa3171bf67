import type { BuildStep } from '../../build/build.ts'
import { buildProblems, isUnbuilt, unbuiltText, type BuildProblem } from '../build-problems.ts'
import type { Report } from '../report.ts'
import type { Case } from './case.ts'

/** The name of the suite of what go was asked to do; no host is called so. */
export const buildSuite = 'go'

/**
 * A case for each command of go: one that makes the exit code 1 has failed, one that fails and does not is skipped. Where
 * it did not come to that, one case that is an error, or skipped where that is allowed.
 */
export function buildCases(report: Report): Case[] {
  if (isUnbuilt(report)) return [unbuilt(report)]
  const problems = buildProblems(report)
  return (report.build?.steps ?? []).map((step) => {
    const problem = problems.find((one) => one.step === step)
    const attributes = {
      name: step.ran,
      classname: `${buildSuite}.${step.file}`,
      time: (step.millis / 1000).toFixed(3),
    }
    if (!problem) return { result: 'passed', element: { name: 'testcase', attributes } }
    return failed(problem, attributes)
  })
}

function failed(problem: BuildProblem, attributes: Record<string, string>): Case {
  const { code, step, fails, text } = problem
  const content = `${text}\n${messagesOf(problem)}${step.output}`
  const inside = fails
    ? { name: 'failure', attributes: { type: code, message: text }, content }
    : { name: 'skipped', content: `not among what fails the check\n${content}` }
  const result = fails ? 'failure' : 'skipped'
  return { result, element: { name: 'testcase', attributes, content: [inside] } }
}

function messagesOf({ step }: { readonly step: BuildStep }): string {
  return step.messages.map(({ file, line }) => `at: ${file}:${line}\n`).join('')
}

function unbuilt({ rules }: Report): Case {
  const result = rules.allowIncomplete ? 'skipped' : 'error'
  const attributes = { name: 'go build', classname: buildSuite, time: 0 }
  const inside =
    result === 'error'
      ? { name: result, attributes: { type: 'unbuilt', message: unbuiltText } }
      : { name: result, content: unbuiltText }
  return { result, element: { name: 'testcase', attributes, content: [inside] } }
}

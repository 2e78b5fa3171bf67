import type { BuildStep } from '../build/build.ts'
import { hostile, moduleOf, reportOf } from './a-report.test-data.ts'
import type { Report } from './report.ts'

/** A command that failed on two lines of the project; `more` is laid over it. */
export function failedStep(more: Partial<BuildStep> = {}): BuildStep {
  return {
    ran: 'go build ./...',
    file: 'go.mod',
    ok: false,
    millis: 1500,
    fault: 'project',
    modules: [],
    output: '# corp.example/ledger\n./main.go:3:5: no a\n./main.go:4:5: no b',
    messages: [
      { file: 'main.go', line: 3, text: 'no a' },
      { file: 'main.go', line: 4, text: 'no b' },
    ],
    ...more,
  }
}

/** A module of the project does not compile: `github.com/acme/x`, which line 5 of go.mod asks for. */
export const brokenModule = failedStep({
  fault: 'dependency',
  modules: ['github.com/acme/x@v1.0.0'],
  output: '# github.com/acme/x\ngithub.com/acme/x@v1.0.0/a.go:3:5: no c',
  messages: [],
})

/** What go vet says of the project itself. */
export const ownVet = failedStep({ ran: 'go vet ./...' })

/** All texts from outside mean harm. */
export const hostileStep = failedStep({
  ran: `go build ./${hostile}/...`,
  file: `${hostile}/go.mod`,
  modules: [hostile],
  output: hostile,
  messages: [{ file: `${hostile}/a.go`, line: 1, text: hostile }],
})

/** A report on a project of one module, whose content is fine, that was built so; null where it was not. */
export function builtReport(
  steps: readonly BuildStep[] | null,
  more: Partial<Report> = {},
): Report {
  const files = { 'go.mod': 'services/a/go.mod', 'main.go': 'services/a/main.go' }
  return reportOf([moduleOf('verified')], {
    level: 'build',
    build: steps && { go: 'go1.26.1', steps },
    complete: steps !== null,
    source: { url: null, files },
    ...more,
  })
}

import type { Outcome } from '../../check/outcome.ts'
import { reportModule } from '../../check/report/build-report.ts'
import { lastLine, moduleLine } from '../../check/report/ndjson/ndjson-report.ts'
import type { Report, ReportModule } from '../../check/report/report.ts'
import { settleModule, type Settling } from '../../check/settle/settle.ts'

/** A report that is written as ndjson while it comes about. */
export interface LineStream {
  /** Writes a module of which all is known. */
  readonly add: (outcome: Outcome) => void
  /** Writes what is not written yet, and the last line. */
  readonly end: (report: Report) => void
}

/** Writes to `output`, each module as it is settled. */
export function lineStream(output: NodeJS.WritableStream, settling: Settling): LineStream {
  const written = new Map<string, number>()
  function write(module: ReportModule): void {
    const key = keyOf(module)
    written.set(key, (written.get(key) ?? 0) + 1)
    output.write(moduleLine(module))
  }
  return {
    add: (outcome) => write(settleModule(reportModule(outcome), settling)),
    end(report) {
      const there = new Map(written)
      for (const module of report.modules) {
        const count = there.get(keyOf(module)) ?? 0
        if (count === 0) write(module)
        else there.set(keyOf(module), count - 1)
      }
      output.write(lastLine(report))
    },
  }
}

function keyOf({ path, version }: ReportModule): string {
  return `${path}@${version}`
}

import { counted, secondsText } from '../report/units.ts'
import type { ProgressTools } from './show-progress.ts'

/** Progress while it is read what is to be checked. Disposing of it clears the line. */
export interface Reading extends Disposable {
  /** Tells of a go.mod file of another module that is asked for, and when it is there or cannot be had. */
  during<T>(asked: Promise<T>): Promise<T>
}

const redrawEvery = 200
const heartbeatEvery = 30_000

/**
 * Shows how many go.mod files of the module graph were read, since nobody knows yet how many there are: one line that is
 * redrawn on a terminal, else one every 30 s. Where none is asked for, it says nothing.
 */
export function showReading({ stderr, now }: Pick<ProgressTools, 'stderr' | 'now'>): Reading {
  const started = now()
  const isTerminal = stderr.isTTY === true
  let asked = 0
  let done = 0
  let isShown = false

  function text(): string {
    return `${secondsText(now() - started)}, ${counted(done, 'go.mod file')} read, ${asked - done} asked for`
  }
  function show(): void {
    if (asked === 0) return
    isShown = true
    stderr.write(isTerminal ? `\r\u001b[2K${text()}` : `headwater: ${text()}\n`)
  }

  const timer = setInterval(show, isTerminal ? redrawEvery : heartbeatEvery)
  timer.unref()
  return {
    async during(answer) {
      asked += 1
      try {
        return await answer
      } finally {
        done += 1
      }
    },
    [Symbol.dispose]() {
      clearInterval(timer)
      if (isShown && isTerminal) stderr.write('\r\u001b[2K')
    },
  }
}

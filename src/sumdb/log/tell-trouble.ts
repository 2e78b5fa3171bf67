import { Failure } from '../../failure.ts'
import type { LogTree } from './log-tree.ts'
import { whyOf } from './trouble.ts'

/** What does not work: `reading`, nothing of the log is told; `writing`, nothing is added, and the rest is told. */
export type LogTrouble = 'reading' | 'writing'

/** Who is told how a log fares, for whoever looks after it. */
export interface TroubleListener {
  /** Trouble has begun, or has another reason now. What goes on is not told again. */
  readonly onTrouble: (what: LogTrouble, error: unknown) => void
  /** All works again. */
  readonly onRecovery: () => void
}

/** The same tree, where it is told when trouble begins and ends. That it is closed, or being stopped, is none. */
export function tellTrouble(tree: LogTree, { onTrouble, onRecovery }: TroubleListener): LogTree {
  const known = new Map<LogTrouble, string>()

  async function telling<T>(what: LogTrouble, work: () => Promise<T>): Promise<T> {
    try {
      const done = await work()
      const was = known.size
      known.delete(what)
      if (what === 'writing') known.delete('reading')
      if (was > 0 && known.size === 0) onRecovery()
      return done
    } catch (error) {
      const text = whyOf(error).reason
      const isNews = ![...known.values()].includes(text)
      if (!Failure.is(error, 'stopped')) {
        known.set(what, text)
        if (isNews) onTrouble(what, error)
      }
      throw error
    }
  }

  return {
    open: () => telling('reading', () => tree.open()),
    append: (records) => telling('writing', () => tree.append(records)),
    close: () => tree.close(),
  }
}

import { openAbsence } from '../absence.ts'
import type { CodeHost, CodeView } from '../code-host.ts'
import { rememberingView } from './remembering-view.ts'

/** The `view` of a host: the last one while it is young enough, else a new one, made once for all who wait. */
export function recentView(
  now: () => number,
  make: () => Promise<CodeView>,
): Pick<CodeHost, 'view' | 'forget'> {
  const absence = openAbsence(now)
  let last: CodeView | undefined
  let making: Promise<CodeView> | undefined

  function begin(): Promise<CodeView> {
    const mine = absence
      .watch(make())
      .then(rememberingView)
      .then((view) => {
        if (making === mine) last = view
        return view
      })
      .finally(() => {
        if (making === mine) making = undefined
      })
    return (making = mine)
  }

  return {
    async view(maxAge, missingFor = 0) {
      const age = now() - (last?.at ?? Infinity)
      if (last && age >= 0 && age <= maxAge) return last
      if (making) return making
      absence.expectNone(missingFor)
      return begin()
    },
    forget() {
      absence.forget()
      last = undefined
      making = undefined
    },
  }
}

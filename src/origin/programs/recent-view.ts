import type { CodeHost, CodeView } from '../code-host.ts'
import { rememberingView } from './remembering-view.ts'

/** The `view` of a host: the last one while it is young enough, else a new one, made once for all who wait. */
export function recentView(
  now: () => number,
  make: () => Promise<CodeView>,
): Pick<CodeHost, 'view' | 'forget'> {
  let last: CodeView | undefined
  let making: Promise<CodeView> | undefined

  function begin(): Promise<CodeView> {
    const mine = make()
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
    async view(maxAge) {
      const age = now() - (last?.at ?? Infinity)
      if (last && age >= 0 && age <= maxAge) return last
      return making ?? begin()
    },
    forget() {
      last = undefined
      making = undefined
    },
  }
}

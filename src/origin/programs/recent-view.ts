import type { CodeView } from '../code-host.ts'
import { rememberingView } from './remembering-view.ts'

/** The `view` of a host: the last one while it is young enough, else a new one, made once for all who wait. */
export function recentView(
  now: () => number,
  make: () => Promise<CodeView>,
): (maxAge: number) => Promise<CodeView> {
  let last: CodeView | undefined
  let making: Promise<CodeView> | undefined
  return async (maxAge) => {
    const age = now() - (last?.at ?? Infinity)
    if (last && age >= 0 && age <= maxAge) return last
    making ??= make()
      .then(rememberingView)
      .finally(() => (making = undefined))
    return (last = await making)
  }
}

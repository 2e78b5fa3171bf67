/** Milliseconds for which the same is not told again. */
const quietFor = 60_000

/**
 * Makes what says whether something is to be told: at once when it is another text than the last, and else once a minute.
 *
 * @param now Unix milliseconds
 */
export function seldom(now: () => number): (text: string) => boolean {
  let last: { readonly text: string; readonly at: number } | undefined
  return (text) => {
    const at = now()
    if (last?.text === text && Math.abs(at - last.at) < quietFor) return false
    last = { text, at }
    return true
  }
}

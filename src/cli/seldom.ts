/** How long the same text is not told again, milliseconds. */
const pause = 60_000

/** Tells of what lasts, at once and then once a minute; of something else at once. @param now Unix milliseconds */
export function seldom(tell: (text: string) => void, now: () => number): (text: string) => void {
  let last: { readonly text: string; readonly at: number } | undefined
  return (text) => {
    if (last?.text === text && Math.abs(now() - last.at) < pause) return
    last = { text, at: now() }
    tell(text)
  }
}

import type { Explanation } from './explanation.ts'
import { momentText } from '../report/words/dates.ts'
import { labelled, type TextStyle } from '../report/text/text-layout.ts'

interface Event {
  /** RFC 3339. */
  readonly at: string
  readonly what: string
}

/** What was seen when, the oldest first: a moment on each line, and what it was below. */
export function historyLines({ history }: Explanation, style: TextStyle): string[] {
  const events: Event[] = []
  const span = (first: string, last: string, what: string, still: string) => {
    events.push({ at: first, what })
    if (first !== last) events.push({ at: last, what: still })
  }
  for (const { vcs, url, firstSeen, lastSeen } of history.locations) {
    span(firstSeen, lastSeen, `first found at ${url} (${vcs})`, `last found at ${url}`)
  }
  for (const { to, firstSeen, lastSeen } of history.redirects) {
    span(firstSeen, lastSeen, `a redirect led to ${to}`, `a redirect still led to ${to}`)
  }
  for (const { commit, zipSum, goModSum, at } of history.contents) {
    const sum = zipSum ?? `${goModSum} for go.mod`
    events.push({ at, what: `hashed ${sum} at commit ${commit}` })
  }
  for (const { code, looks, firstSeen, lastSeen } of history.troubles) {
    span(
      firstSeen,
      lastSeen,
      `first seen as ${code}`,
      `seen as ${code} in ${looks} looks that count`,
    )
  }
  const { served, refsRead } = history
  if (served) {
    const sum = served.zipSum ?? `${served.goModSum} for go.mod`
    events.push({ at: served.firstSeen, what: `first served from here with ${sum}` })
  }
  if (refsRead !== null) events.push({ at: refsRead, what: 'the refs of its repository were read' })
  const column = 26
  return events
    .toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1))
    .flatMap(({ at, what }) => labelled({ label: momentText(at), text: what, column }, style))
}

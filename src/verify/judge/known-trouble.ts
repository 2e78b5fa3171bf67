import type { Evidence } from './evidence.ts'
import type { Observations } from './observation.ts'
import { isLoud, isVerdictCode, meaningOf } from './verdicts.ts'

/** That earlier checks saw a module lost or changed, the last such trouble; undefined where they did not. */
export function knownTrouble({
  history = {},
}: Pick<Observations, 'history'>): Evidence | undefined {
  const [last] = Object.entries(history)
    .filter(([code]) => isVerdictCode(code) && isLoud(meaningOf(code).class))
    .map(([code, { since, last = since, looks, counted = looks }]) => ({ code, last, counted }))
    .toSorted((a, b) => b.last - a.last)
  if (last === undefined) return undefined
  const { code, counted } = last
  const at = new Date(last.last).toISOString()
  const looks = counted > 1 ? `, ${counted} looks` : ''
  const saw = `seen as ${code} on ${at.slice(0, 10)}${looks}`
  return { at, channel: 'known', url: null, saw }
}

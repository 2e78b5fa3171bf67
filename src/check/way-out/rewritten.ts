import { withoutCredentials } from '../../outbound/request-record.ts'
import type { RuleFinder } from '../../verify/observe/rewrite-rules.ts'
import type { Outcome } from '../outcome.ts'

/** Adds to the advice of modules whose host told nothing about any of them by which rule it was asked, if by one. */
export function noteRewrites(outcomes: readonly Outcome[], ruleOf: RuleFinder): Outcome[] {
  const heard = new Set(outcomes.filter((one) => !isUnheard(one)).map(({ host }) => host))
  return outcomes.map((one) => {
    const rule = isUnheard(one) && !heard.has(one.host) ? ruleOf(urlOf(one)) : undefined
    if (rule === undefined) return one
    const to = withoutCredentials(rule.to)
    const text = `${one.host} is asked at ${to}, a [[rewrite]] of the configuration`
    return { ...one, advice: [...one.advice, { label: 'note', text }] }
  })
}

/** Whether {@link noteRewrites} may add something to a module, depending on what becomes of others. */
export function mayBeNoted(outcome: Outcome, ruleOf: RuleFinder): boolean {
  return isUnheard(outcome) && ruleOf(urlOf(outcome)) !== undefined
}

function isUnheard({ verdict }: Outcome): boolean {
  return verdict.code === 'suspected' || verdict.code === 'unreachable'
}

function urlOf({ repository, host, subject }: Outcome): string {
  const isThere = repository !== undefined && URL.parse(repository.url)?.host === host
  return isThere ? repository.url : `https://${subject.path}`
}

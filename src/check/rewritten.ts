import { withoutCredentials } from '../outbound/request-record.ts'
import { rewriter, type RewriteRule } from '../outbound/rewrite.ts'
import type { Judged } from './judged.ts'

/** Finds the `[[rewrite]]` rule by which an original URL is asked; undefined when it is asked where it says. */
export type RuleFinder = (url: string) => RewriteRule | undefined

/** Makes the finder for the rules of the configuration. */
export function ruleFinder(rules: readonly RewriteRule[]): RuleFinder {
  const numbers = rewriter(rules.map(({ from }, index) => ({ from, to: `${index} ` })))
  return (url) => rules[Number(/^\d+ /.exec(numbers.apply(url))?.[0] ?? -1)]
}

/** Adds to the advice of modules whose host told nothing about any of them by which rule it was asked, if by one. */
export function noteRewrites(judged: readonly Judged[], ruleOf: RuleFinder): Judged[] {
  const heard = new Set(judged.filter((one) => !isUnheard(one)).map(({ host }) => host))
  return judged.map((one) => {
    const rule = isUnheard(one) && !heard.has(one.host) ? ruleOf(urlOf(one)) : undefined
    if (rule === undefined) return one
    const to = withoutCredentials(rule.to)
    const text = `${one.host} is asked at ${to}, a [[rewrite]] of the configuration`
    return { ...one, advice: [...one.advice, { label: 'note', text }] }
  })
}

function isUnheard({ verdict }: Judged): boolean {
  return verdict.code === 'suspected' || verdict.code === 'unreachable'
}

function urlOf({ repository, host, subject }: Judged): string {
  const isThere = repository !== undefined && URL.parse(repository.url)?.host === host
  return isThere ? repository.url : `https://${subject.path}`
}

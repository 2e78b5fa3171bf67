import { rewriter, type RewriteRule } from '../../outbound/rewrite.ts'

/** Finds the `[[rewrite]]` rule by which an original URL is asked; undefined when it is asked where it says. */
export type RuleFinder = (url: string) => RewriteRule | undefined

/** Makes the finder for the rules of the configuration. */
export function ruleFinder(rules: readonly RewriteRule[]): RuleFinder {
  const numbers = rewriter(rules.map(({ from }, index) => ({ from, to: `${index} ` })))
  return (url) => rules[Number(/^\d+ /.exec(numbers.apply(url))?.[0] ?? -1)]
}

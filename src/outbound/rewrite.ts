import { withoutCredentials } from './request-record.ts'

/** Sends every URL that starts with `from` to the same URL under `to`. Both are absolute http(s) URL prefixes. */
export interface RewriteRule {
  readonly from: string
  readonly to: string
}

/** Where to ask, given where something officially is; and the way back for redirects. */
export interface Rewriter {
  /** The URL to dial for an original URL: the longest matching rule wins, none leaves it as it is. */
  apply(url: string): string
  /** The original URL for one that a dialled server pointed to; servers do not repeat credentials. */
  restore(url: string): string
}

/** Builds the rewriter for the `[[rewrite]]` rules of the configuration. */
export function rewriter(rules: readonly RewriteRule[]): Rewriter {
  const byFrom = rules.toSorted((a, b) => b.from.length - a.from.length)
  const byTo = rules
    .map(({ from, to }) => ({ from, to: withoutCredentials(to) }))
    .toSorted((a, b) => b.to.length - a.to.length)
  return {
    apply: (url) => replacePrefix(url, byFrom, 'from', 'to'),
    restore: (url) => replacePrefix(url, byTo, 'to', 'from'),
  }
}

function replacePrefix(
  url: string,
  rules: readonly RewriteRule[],
  from: keyof RewriteRule,
  to: keyof RewriteRule,
): string {
  const rule = rules.find((rule) => startsWithPrefix(url, rule[from]))
  return rule ? rule[to] + url.slice(rule[from].length) : url
}

/** A prefix ends at a boundary: `https://a.example` must not take `https://a.example.evil/`. */
function startsWithPrefix(url: string, prefix: string): boolean {
  if (!url.startsWith(prefix)) return false
  const next = url[prefix.length]
  return prefix.endsWith('/') || next === undefined || next === '/' || next === '?'
}

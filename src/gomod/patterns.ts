import { globMatches, parseGlob } from './glob.ts'

/**
 * True when one of the comma-separated `globs` matches as many leading elements of `target` as it has
 * itself: `*.corp.example,rsc.io/private` takes `git.corp.example/x/y` and `rsc.io/private/z`.
 * One slash at the end of a glob is ignored; empty and malformed globs match nothing.
 *
 * Source: x/mod/module.MatchPrefixPatterns, `go help module-private`
 */
export function matchPrefixPatterns(globs: string, target: string): boolean {
  const elements = target.split('/')
  return globs.split(',').some((text) => {
    const trimmed = text.replace(/\/$/, '')
    if (trimmed === '') return false
    const depth = trimmed.split('/').length
    if (elements.length < depth) return false
    const glob = parseGlob(trimmed)
    return glob !== undefined && globMatches(glob, elements.slice(0, depth).join('/'))
  })
}

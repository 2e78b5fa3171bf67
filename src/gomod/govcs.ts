import { InvalidError } from './invalid-error.ts'
import { matchPrefixPatterns } from './patterns.ts'

/** One entry of a GOVCS list: the paths it is for, and the version control systems they may be kept in. */
export interface GovcsRule {
  /** `public`, `private`, or a glob for the first elements of a path. */
  readonly pattern: string
  /** Names such as `git`; `all` stands for every one. */
  readonly allowed: readonly string[]
}

/**
 * Reads a GOVCS list such as `github.com:git,private:all,public:git|hg`. An empty text has no rules.
 *
 * @throws InvalidError naming the entry and what is wrong with it
 *
 * Source: cmd/go/internal/vcs.parseGOVCS; `go help vcs`
 */
export function parseGovcs(text: string): GovcsRule[] {
  if (text.trim() === '') return []
  const seen = new Map<string, string>()
  return text.split(',').map((part) => {
    const entry = part.trim()
    const rule = parseEntry(entry, text)
    const earlier = seen.get(rule.pattern)
    if (earlier !== undefined) {
      throw new InvalidError(
        `"${entry}" is never reached: "${earlier}" before it has the same pattern`,
      )
    }
    seen.set(rule.pattern, entry)
    return rule
  })
}

function parseEntry(entry: string, text: string): GovcsRule {
  if (entry === '') throw new InvalidError(`"${text}" has an empty entry`)
  const colon = entry.indexOf(':')
  if (colon < 0) throw new InvalidError(`"${entry}" has no colon; an entry is PATTERN:VCS|VCS`)
  const pattern = entry.slice(0, colon).trim()
  const list = entry.slice(colon + 1).trim()
  if (pattern === '') throw new InvalidError(`"${entry}" has no pattern before its colon`)
  if (list === '')
    throw new InvalidError(`"${entry}" names no version control system; "off" allows none`)
  if (/^\.\.?(\/|$)/.test(pattern)) {
    throw new InvalidError(`"${entry}": a pattern is for module paths, and none begins with "."`)
  }
  const allowed = list.split('|').map((name) => name.trim())
  if (allowed.includes('')) throw new InvalidError(`"${entry}" has an empty name between its "|"`)
  return { pattern, allowed }
}

/**
 * Whether the first rule that is for `root` allows its version control system; nothing is allowed where no rule fits.
 *
 * @param root import path of the repository's root, as a go-import tag has it
 * @param isPrivate whether the path is one of those that the rules call `private`
 *
 * Source: cmd/go/internal/vcs.govcsConfig.allow
 */
export function govcsAllows(
  rules: readonly GovcsRule[],
  root: string,
  isPrivate: boolean,
  vcs: string,
): boolean {
  const rule = rules.find(({ pattern }) => {
    if (pattern === 'private') return isPrivate
    if (pattern === 'public') return !isPrivate
    return matchPrefixPatterns(pattern, root)
  })
  return rule !== undefined && (rule.allowed.includes(vcs) || rule.allowed.includes('all'))
}

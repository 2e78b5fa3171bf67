/** The lines of a robots.txt that are for one robot. */
export interface RobotsGroup {
  /** Whether a group names the robot; else the lines are those for everybody. */
  readonly isOwn: boolean
  /** `Name: value` each, without comments: `Allow`, `Disallow` and `Crawl-delay` only. */
  readonly lines: readonly string[]
}

const names: Readonly<Record<string, string>> = {
  allow: 'Allow',
  disallow: 'Disallow',
  'crawl-delay': 'Crawl-delay',
}

/** Most lines of one file that count. */
const mostLines = 10_000
/** Characters of a line that count. */
const longestLine = 2000

/**
 * Picks the lines that are for a robot: of all groups that name it, else of all groups for `*`. Lines of other kinds,
 * such as `Sitemap`, neither count nor end a group.
 *
 * @param agent product token, in lower case
 * Source: RFC 9309 §2.1, §2.2.1, §2.2.4; Crawl-delay is no part of it
 */
export function robotsGroup(text: string, agent: string): RobotsGroup {
  const own: string[] = []
  const everybody: string[] = []
  let isNamed = false
  let isOurs = false
  let isEverybodys = false
  let isHead = false
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/, mostLines)) {
    const { key, value } = keyAndValue(line)
    if (key === 'user-agent') {
      const token = productToken(value)
      isOurs = (isHead && isOurs) || token === agent
      isEverybodys = (isHead && isEverybodys) || token === '*'
      isHead = true
      isNamed ||= token === agent
      continue
    }
    const name = names[key]
    if (name === undefined) continue
    isHead = false
    const told = `${name}: ${value}`
    if (isOurs) own.push(told)
    if (isEverybodys) everybody.push(told)
  }
  return { isOwn: isNamed, lines: isNamed ? own : everybody }
}

function keyAndValue(line: string): { readonly key: string; readonly value: string } {
  const [told = ''] = line.slice(0, longestLine).split('#', 1)
  const colon = told.indexOf(':')
  const key = told.slice(0, Math.max(colon, 0)).trim().toLowerCase()
  return { key, value: told.slice(colon + 1).trim() }
}

/** `Headwater/1.0 (…)` names the robot `headwater`. */
function productToken(value: string): string {
  if (value.startsWith('*')) return '*'
  return /^[A-Za-z_-]*/.exec(value)?.[0].toLowerCase() ?? ''
}

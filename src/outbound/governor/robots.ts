import robotsModule from 'robots-parser'
import type { KeptRobots } from '../host-memory.ts'
import type { RobotsStanding } from '../standing.ts'
import { robotsGroup } from './robots-group.ts'

/** How robots.txt files call us. */
const robotName = 'headwater'

/** What a robots.txt lets us do in the background. */
export interface Rules extends RobotsStanding {
  /** Whether a path of the host, with its query, may be asked for. */
  readonly allows: (pathAndQuery: string) => boolean
}

/** The package is CommonJS; what its types call `default` is the module itself. */
const robotsParser = robotsModule as unknown as typeof robotsModule.default

const longestDelay = 24 * 3600
const mostLinesShown = 50
/** A host nobody else is; only paths are compared. */
const base = 'http://robots.invalid'

/** Nothing was read yet: nothing is allowed. */
export const unreadRules: Rules = {
  result: 'unread',
  lines: [],
  optedOut: false,
  allows: () => false,
}

/**
 * What was read, as rules. No such file allows all, one that could not be had nothing. 429 is of the latter kind: it
 * says that we are to be silent, and nothing of the file.
 *
 * Source: RFC 9309 §2.2.2 and §2.3.1
 */
export function rulesOf({ at, status, text }: KeptRobots): Rules {
  const result = resultOf(status)
  if (result === 'rules') return rulesIn(text, at)
  return { readAt: at, lines: [], result, optedOut: false, allows: () => result === 'none' }
}

/**
 * What an answer of that status says, 0 being none.
 *
 * Source: as {@link rulesOf}
 */
export function resultOf(status: number): Exclude<RobotsStanding['result'], 'unread'> {
  if (status >= 200 && status <= 299) return 'rules'
  return status >= 400 && status <= 499 && status !== 429 ? 'none' : 'unreachable'
}

function rulesIn(text: string, readAt: number): Rules {
  const { lines } = robotsGroup(text, robotName)
  const parsed = robotsParser(`${base}/robots.txt`, ['User-agent: *', ...lines].join('\n'))
  const allows = (path: string) => parsed.isAllowed(base + path) ?? false
  const delay = parsed.getCrawlDelay('*')
  const crawlDelay = delay !== undefined && delay > 0 ? Math.min(delay, longestDelay) : undefined
  return {
    readAt,
    result: 'rules',
    lines: lines.slice(0, mostLinesShown),
    ...(crawlDelay !== undefined && { crawlDelay }),
    optedOut: !allows('/') && !allows('/a/b') && !lines.some((line) => /^Allow: ./.test(line)),
    allows,
  }
}

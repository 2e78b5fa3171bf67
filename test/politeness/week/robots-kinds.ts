/** What a host answers when it is asked for its robots.txt, and what that means: told here by hand, not parsed. */
export interface RobotsAnswer {
  readonly status: number
  readonly text: string
  /** Seconds, sent as Retry-After. */
  readonly retryAfter?: number
  /** `all`: nothing may be asked unasked, and that is the host's wish; `unknown`: the same, since nobody knows it. */
  readonly forbids: 'nothing' | 'private' | 'all' | 'unknown'
  /** Seconds between two requests. */
  readonly crawlDelay: number
}

const open = { status: 200, forbids: 'nothing', crawlDelay: 0 } as const

const answers = {
  none: { ...open, status: 404, text: 'nothing here\n' },
  others: { ...open, text: 'User-agent: otherbot\nDisallow: /\n\nUser-agent: *\nDisallow:\n' },
  long: { ...open, text: `${'# a word about robots\n'.repeat(300)}User-agent: *\nAllow: /\n` },
  slowly: { ...open, text: 'User-agent: *\nCrawl-delay: 10\n', crawlDelay: 10 },
  verySlowly: {
    ...open,
    text: 'User-agent: *\nCrawl-delay: 1\n\nUser-agent: Headwater\nCrawl-delay: 150\n',
    crawlDelay: 150,
  },
  private: { ...open, text: 'User-agent: *\nDisallow: /private/\n', forbids: 'private' },
  out: { ...open, text: 'User-agent: headwater\nDisallow: /\n', forbids: 'all' },
  allOut: { ...open, text: 'User-agent: *\nDisallow: /\n', forbids: 'all' },
  broken: { ...open, status: 500, text: 'oh\n', forbids: 'unknown' },
  silent: { ...open, status: 429, text: 'hush\n', retryAfter: 1800, forbids: 'unknown' },
} as const satisfies Record<string, RobotsAnswer>

/** The robots.txt of a host: one for the whole week, or another from a day on. */
export type RobotsKind = keyof typeof answers | 'outFromDay3' | 'inFromDay3'

/** Each kind, as often as it is to be met. */
export const robotsKinds: readonly RobotsKind[] = [
  ...Array<RobotsKind>(8).fill('none'),
  ...Array<RobotsKind>(3).fill('others'),
  'long',
  'slowly',
  'verySlowly',
  'private',
  'out',
  'allOut',
  'outFromDay3',
  'inFromDay3',
  'broken',
  'silent',
]

const day = 24 * 3600_000

/** What a host of a kind answers so many milliseconds after the start. */
export function robotsAt(kind: RobotsKind, since: number): RobotsAnswer {
  if (kind === 'outFromDay3') return since < 2.5 * day ? answers.others : answers.out
  if (kind === 'inFromDay3') return since < 2.5 * day ? answers.out : answers.others
  return answers[kind]
}

/** Whether it keeps robots from a path. */
export function isForbidden({ forbids }: RobotsAnswer, path: string): boolean {
  return forbids === 'private' ? path.startsWith('/private/') : forbids !== 'nothing'
}

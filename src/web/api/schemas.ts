import * as z from 'zod'

const count = z.int().min(0)
const time = z.iso.datetime().describe('UTC')
const day = z.iso.date().describe('UTC')

const tally = z.object({ requests: count, bytes: count.describe('Both ways, bodies only') })

const counts = {
  asked: z
    .object({ foreground: tally, background: tally, floor: tally, push: tally })
    .describe(
      'By the account they went on: somebody waited; nobody did, paid for by what was saved; nobody asks for it any more; the host told us of a push',
    ),
  rules: tally.describe('Of those asked, the ones for robots.txt'),
  errors: count.describe('No answer, 429 or 5xx'),
  saved: tally.describe('What answers from our copy have spared the host'),
}

const counted = z.object(counts)

const robots = z.object({
  readAt: time.nullable(),
  result: z.enum(['unread', 'none', 'rules', 'unreachable']),
  lines: z.array(z.string()).describe('Those that apply to us'),
  crawlDelay: z.number().nullable().describe('Seconds'),
  optedOut: z.boolean(),
})

const standing = z
  .object({
    connections: count,
    interval: z.number().describe('Milliseconds between two background requests, at least'),
    active: count,
    waiting: count,
    pausedUntil: time.nullable(),
    lastPause: z
      .object({ why: z.string(), at: time, millis: z.number() })
      .nullable()
      .describe('How long it was to be, in milliseconds'),
    robots,
    saved: tally.describe('Since the host was first asked'),
    spent: tally.describe('Background requests that those paid for: never more'),
    backgroundPerSaved: z.object({
      requests: z.number().nullable(),
      bytes: z.number().nullable(),
    }),
  })
  .describe('How we deal with the host now; null when that is not known')

const request = z.object({
  id: count,
  at: time,
  method: z.string(),
  url: z.string().describe('Without credentials'),
  purpose: z.enum([
    'import-page',
    'refs',
    'commits',
    'content',
    'page',
    'proxy',
    'forge',
    'sumdb',
    'rules',
  ]),
  reason: z.enum(['foreground', 'background', 'floor', 'push']),
  status: count.describe('0: no answer'),
  sent: count,
  received: count,
  millis: z.number(),
  failure: z.string().describe('Empty when it ended well'),
})

const repository = z.object({
  url: z.string(),
  vcs: z.string(),
  held: count.describe('Versions held here'),
  wantedAt: time,
  refsAt: time.nullable(),
  look: z.object({ at: time, result: z.string(), saw: z.string() }).nullable(),
  dueAt: time,
})

/** `/-/api/v1/hosts`. */
export const hostsSchema = z.object({
  at: time,
  total: count.describe('Hosts in all parts of the list'),
  hosts: z.array(
    z.object({ host: z.string(), today: counted, month: counted, standing: standing.nullable() }),
  ),
  next: z.string().nullable().describe('The value of `after` for the next part; null: no more'),
})

/** `/-/api/v1/hosts/{host}`. */
export const hostSchema = z.object({
  at: time,
  host: z.string(),
  standing: standing.nullable(),
  days: z.array(z.object({ day, ...counts })).describe('30 days, the oldest first'),
  requests: z.array(request).describe('The newest first, at most 100'),
  next: count.nullable().describe('The value of `before` for earlier requests; null: no more'),
  repositories: z.array(repository).describe('At most 100'),
})

/** Whatever cannot be answered. */
export const errorSchema = z.object({ error: z.string() })

/** The object at `/-/api/v1/hosts`. */
export type HostsJson = z.infer<typeof hostsSchema>

/** The object at `/-/api/v1/hosts/{host}`. */
export type HostJson = z.infer<typeof hostSchema>

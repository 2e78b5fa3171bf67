import type { HostStanding } from '../outbound/standing.ts'
import type { HostDay, HostTotal } from '../store/facts/host-days.ts'
import type { Repository } from '../store/facts/repositories.ts'
import type { RecordedRequest } from '../store/facts/requests.ts'
import type { HostsSource } from './hosts-source.ts'
import type { SiteFacts } from './site-facts.ts'
import { noTally, sumOf } from './tallies.ts'
import { lastDays } from './times.ts'

/** The time in every test that does not say otherwise. */
export const noon = Date.UTC(2026, 10, 22, 12)

/** A mirror with everything configured. */
export const siteFacts: SiteFacts = {
  url: 'https://go.corp.example',
  version: '0.1.0',
  userAgent: 'Headwater/0.1.0 (Go module mirror; +https://go.corp.example/-/robot)',
  contact: 'mailto:ops@corp.example',
  addresses: ['192.0.2.7', '2001:db8::7'],
  retentionDays: 90,
  background: true,
  floorDays: 7,
}

/** What a memory source holds of one host. */
export interface MemoryHost {
  readonly days?: readonly HostDay[]
  readonly requests?: readonly RecordedRequest[]
  readonly repositories?: readonly Repository[]
  readonly held?: ReadonlyMap<string, number>
  readonly standing?: HostStanding
}

/** A source of hosts in memory. */
export function memoryHosts(hosts: Readonly<Record<string, MemoryHost>>): HostsSource {
  const of = (host: string): MemoryHost => (Object.hasOwn(hosts, host) ? hosts[host] : {}) ?? {}
  const daysOf = (host: string, since: string) =>
    (of(host).days ?? []).filter(({ day }) => day >= since)
  return {
    hostTotals: (since) =>
      Object.keys(hosts).flatMap((host): HostTotal[] => {
        const days = daysOf(host, since)
        return days.length === 0
          ? []
          : [{ ...sumOf(days), host, since: of(host).days?.[0]?.day ?? since }]
      }),
    hostDays: daysOf,
    requestsOf: (host, { limit, before = Infinity }) =>
      (of(host).requests ?? [])
        .filter(({ id }) => id < before)
        .sort((a, b) => b.id - a.id)
        .slice(0, limit),
    repositoriesOf: (host, limit) => (of(host).repositories ?? []).slice(0, limit),
    heldVersions: (host) => of(host).held ?? new Map<string, number>(),
    standing: (host) => of(host).standing,
  }
}

function tally(requests = 0) {
  return { requests, bytes: requests * 5670 }
}

/** A day with so many requests. */
export function dayWith(
  day: string,
  asked: Partial<Record<keyof HostDay['asked'], number>>,
  others: Partial<HostDay> = {},
): HostDay {
  return {
    ...noTally,
    day,
    asked: {
      foreground: tally(asked.foreground),
      background: tally(asked.background),
      floor: tally(asked.floor),
      push: tally(asked.push),
    },
    ...others,
  }
}

/** A request that went well. */
export function requestOf(request: Partial<RecordedRequest> = {}): RecordedRequest {
  return {
    id: 1,
    at: noon - 60_000,
    host: 'git.sr.ht',
    method: 'GET',
    url: 'https://git.sr.ht/~rjarry/aerc/git-upload-pack',
    purpose: 'refs',
    reason: 'foreground',
    status: 200,
    sent: 162,
    received: 4148,
    millis: 80,
    failure: '',
    ...request,
  }
}

/** A repository whose last look found nothing new. */
export function repositoryOf(repository: Partial<Repository> = {}): Repository {
  return {
    url: 'https://git.sr.ht/~rjarry/aerc',
    vcs: 'git',
    host: 'git.sr.ht',
    wantedAt: noon - 3_600_000,
    refsAt: noon - 7_200_000,
    refsBytes: 4310,
    look: { at: noon - 7_200_000, result: 'unchanged', saw: '' },
    quiet: 3,
    dueAt: noon + 86_400_000,
    ...repository,
  }
}

/** A host that nothing is the matter with. */
export function standingOf(host: string, standing: Partial<HostStanding> = {}): HostStanding {
  return {
    host,
    connections: 4,
    interval: 1000,
    active: 0,
    waiting: 0,
    robots: { result: 'unread', lines: [], optedOut: false },
    saved: { requests: 0, bytes: 0 },
    spent: { requests: 0, bytes: 0 },
    ...standing,
  }
}

const counts = [
  7, 4, 9, 6, 4, 4, 9, 7, 5, 11, 7, 4, 4, 8, 7, 5, 12, 8, 4, 3, 7, 9, 6, 1, 3, 4, 5, 10, 12, 9,
]

/** A host as the pages are drawn for: 30 days of a forge that once asked us to wait. */
export const sourcehut: MemoryHost = {
  days: lastDays('2026-11-22', 30).map((day, i) => {
    const all = counts[i] ?? 0
    const background = i === 23 || i === 24 ? 0 : Math.min(all, 5)
    return dayWith(
      day,
      {
        background,
        foreground: all - background,
        floor: i % 7 === 2 ? 1 : 0,
        push: i === 12 ? 1 : 0,
      },
      {
        saved: { requests: 162, bytes: 700_000 },
        errors: i === 23 ? 2 : 0,
        rules: { requests: 1, bytes: 418 },
      },
    )
  }),
  requests: [
    requestOf({ id: 106, at: noon - 7_308_000, reason: 'background' }),
    requestOf({
      id: 105,
      at: noon - 8_333_000,
      purpose: 'content',
      url: 'https://git.sr.ht/~emersion/go-sqlite/git-upload-pack',
      received: 21_904,
    }),
    requestOf({
      id: 104,
      at: noon - 8_333_000,
      url: 'https://git.sr.ht/~emersion/go-sqlite/git-upload-pack',
      received: 1208,
    }),
    requestOf({
      id: 103,
      at: noon - 13_640_000,
      url: 'https://git.sr.ht/~sircmpwn/getopt/git-upload-pack',
      reason: 'background',
      status: 404,
    }),
    requestOf({
      id: 102,
      at: noon - 13_641_000,
      url: 'https://git.sr.ht/~sircmpwn/scdoc/git-upload-pack',
      reason: 'floor',
    }),
    requestOf({
      id: 101,
      at: noon - 14_697_000,
      url: 'https://git.sr.ht/robots.txt',
      purpose: 'rules',
      reason: 'background',
      received: 418,
    }),
    requestOf({ id: 100, at: noon - 86_400_000, reason: 'push' }),
    requestOf({
      id: 99,
      at: noon - 86_500_000,
      reason: 'background',
      status: 0,
      failure: 'unreachable',
      sent: 0,
      received: 0,
    }),
  ],
  repositories: [
    repositoryOf(),
    repositoryOf({ url: 'https://git.sr.ht/~emersion/go-sqlite' }),
    repositoryOf({
      url: 'https://git.sr.ht/~sircmpwn/getopt',
      look: { at: noon - 13_640_000, result: 'suspected', saw: '404' },
    }),
    repositoryOf({
      url: 'https://git.sr.ht/~sircmpwn/scdoc',
      look: { at: noon, result: 'opted-out', saw: '' },
    }),
  ],
  held: new Map([
    ['https://git.sr.ht/~rjarry/aerc', 14],
    ['https://git.sr.ht/~emersion/go-sqlite', 3],
    ['https://git.sr.ht/~sircmpwn/getopt', 5],
  ]),
  standing: standingOf('git.sr.ht', {
    connections: 2,
    interval: 10_000,
    lastPause: { why: '429', at: Date.UTC(2026, 10, 16, 8), millis: 48 * 3_600_000 },
    robots: {
      readAt: noon - 14_697_000,
      result: 'rules',
      lines: ['Crawl-delay: 10'],
      crawlDelay: 10,
      optedOut: false,
    },
    saved: { requests: 4870, bytes: 21_000_000 },
    spent: { requests: 133, bytes: 570_000 },
  }),
}

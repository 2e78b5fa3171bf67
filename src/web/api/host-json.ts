import type { HostStanding } from '../../outbound/standing.ts'
import type { HostDay, HostTally } from '../../store/facts/host-days.ts'
import type { RecordedRequest } from '../../store/facts/requests.ts'
import type { Block } from '../block.ts'
import type { HostFacts, HeldRepository } from '../host/read-host.ts'
import type { HostLine } from '../hosts/host-lines.ts'
import { pageOf } from '../hosts/host-lines.ts'
import { perSaved } from '../ratio.ts'
import { isoOf } from '../times.ts'
import type { HostJson, HostsJson } from './schemas.ts'

/** Part of the list of hosts, as `hostsSchema` says. @param now milliseconds since the epoch */
export function hostsJson(
  lines: readonly HostLine[],
  after: string | undefined,
  now: number,
): HostsJson {
  const { entries, total, next } = pageOf(lines, after)
  return {
    at: isoOf(now),
    total,
    hosts: entries.map(({ host, today, month, standing }) => ({
      host,
      today: tallyJson(today),
      month: tallyJson(month),
      standing: standing === undefined ? null : standingJson(standing),
    })),
    next: next ?? null,
  }
}

/** All about a host, as `hostSchema` says; or why a part of it is missing. @param now milliseconds since the epoch */
export function hostJson(facts: HostFacts, now: number): Block<HostJson> {
  const { host, days, requests, repositories, standing } = facts
  if ('missing' in days) return days
  if ('missing' in requests) return requests
  if ('missing' in repositories) return repositories
  if ('missing' in standing) return standing
  return {
    value: {
      at: isoOf(now),
      host,
      standing: standing.value === undefined ? null : standingJson(standing.value),
      days: days.value.map(dayJson),
      requests: requests.value.entries.map(requestJson),
      next: requests.value.next ?? null,
      repositories: repositories.value.entries.map(repositoryJson),
    },
  }
}

function dayJson(day: HostDay) {
  return { day: day.day, ...tallyJson(day) }
}

function tallyJson({ asked, rules, errors, saved }: HostTally) {
  const { foreground, background, floor, push } = asked
  return { asked: { foreground, background, floor, push }, rules, errors, saved }
}

function standingJson(standing: HostStanding) {
  const { connections, interval, active, waiting, pausedUntil, lastPause, robots } = standing
  const ratio = (unit: 'requests' | 'bytes') => {
    const value = perSaved(standing, unit)
    return value === Infinity ? null : value
  }
  return {
    connections,
    interval,
    active,
    waiting,
    pausedUntil: timeOrNull(pausedUntil),
    lastPause: lastPause === undefined ? null : { ...lastPause, at: isoOf(lastPause.at) },
    robots: {
      readAt: timeOrNull(robots.readAt),
      result: robots.result,
      lines: [...robots.lines],
      crawlDelay: robots.crawlDelay ?? null,
      optedOut: robots.optedOut,
    },
    saved: standing.saved,
    spent: standing.spent,
    backgroundPerSaved: { requests: ratio('requests'), bytes: ratio('bytes') },
  }
}

function requestJson({ id, at, method, url, purpose, reason, ...rest }: RecordedRequest) {
  const { status, sent, received, millis, failure } = rest
  const what = { id, at: isoOf(at), method, url, purpose, reason }
  return { ...what, status, sent, received, millis, failure }
}

function repositoryJson({ repository, held }: HeldRepository) {
  const { url, vcs, wantedAt, refsAt, look, dueAt } = repository
  return {
    url,
    vcs,
    held,
    wantedAt: isoOf(wantedAt),
    refsAt: timeOrNull(refsAt),
    look: look === undefined ? null : { ...look, at: isoOf(look.at) },
    dueAt: isoOf(dueAt),
  }
}

function timeOrNull(at: number | undefined): string | null {
  return at === undefined ? null : isoOf(at)
}

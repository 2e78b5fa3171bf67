import { byHost, told } from './by-host.ts'
import type { Asked } from './forge.ts'
import { robotsAt } from './robots-kinds.ts'
import type { Simulated, Spared } from './simulated.ts'
import type { Host, Repository } from './world.ts'

const day = 24 * 3600_000

/** Looks that nothing paid for and that came sooner than a week after the refs were last read: one line for each. */
export function floorFaults({ log, readBefore }: Pick<Simulated, 'log' | 'readBefore'>): string[] {
  return [...byRepository(log)].flatMap(([repository, asked]) => {
    let last = readBefore.get(repository) ?? -Infinity
    return asked.flatMap((one) => {
      const since = one.begin - last
      const isFloor = one.record?.reason === 'floor'
      if (isFloor || one.status === 200) last = one.begin
      const isTooSoon = isFloor && since < 7 * day
      return isTooSoon ? [`${told(one)}: ${since} ms after the last`] : []
    })
  })
}

/** What a look may cost, with what it takes to be let. */
const enough = { requests: 3, bytes: 100_000 }

/** How often {@link staleFaults} had something to judge. */
export interface Judged {
  readonly faults: readonly string[]
  readonly gaps: number
}

/**
 * Repositories whose refs were not read for too long although their host lets us, answers, and was spared enough: one
 * line for each such time. Code that is new here is looked at after a day at the latest, then after 1, 2, 4, 7.
 */
export function staleFaults(so: Simulated): Judged {
  const reads = byRepository(so.log)
  const asked = byHost(so.log)
  const spared = Map.groupBy(so.spared, ({ host }) => host)
  let gaps = 0
  const faults = so.world.hosts.filter(isFree).flatMap(({ name, repositories }) => {
    const credit = creditOf(asked.get(name) ?? [], spared.get(name) ?? [])
    return repositories.flatMap((repository) => {
      const wanted = so.wantedAt.get(repository)
      if (wanted === undefined) return []
      const before = so.readBefore.get(repository) ?? wanted
      const times = [before, ...(reads.get(repository) ?? []).map(({ begin }) => begin), so.end]
      return times.slice(1).flatMap((to, at) => {
        const from = times[at] ?? 0
        // A list that was read for a person serves for a look up to a day later.
        const due = Math.max(so.start, from) + allowed(from - wanted) + day
        if (due + day > so.end || !credit(due, due + day)) return []
        gaps++
        if (to <= due + day) return []
        return [`${repository.url}: read ${iso(from)} and ${iso(to)}`]
      })
    })
  })
  return { faults, gaps }
}

function allowed(age: number): number {
  return Math.min(7 * day, Math.max(day, 1.25 * (age + day)))
}

function isFree({ robots, weather }: Host): boolean {
  const isFine = weather === 'calm' || weather === 'slow'
  const lasts = robotsAt(robots, 0) === robotsAt(robots, 7 * day)
  return isFine && lasts && robotsAt(robots, 0).forbids === 'nothing'
}

/** Tells whether a host was owed enough at every moment between two. */
function creditOf(
  asked: readonly Asked[],
  spared: readonly Spared[],
): (from: number, to: number) => boolean {
  const changes = [
    ...spared.map(({ at, bytes }) => ({ at, requests: 1, bytes })),
    ...asked
      .filter(({ record }) => record?.reason === 'background')
      .map(({ begin, sent, received }) => ({ at: begin, requests: -1, bytes: -sent - received })),
  ].sort((a, b) => a.at - b.at)
  return (from, to) => {
    let [requests, bytes] = [0, 0]
    const isEnough = () => requests >= enough.requests && bytes >= enough.bytes
    for (const change of changes) {
      if (change.at > to) break
      if (change.at > from && !isEnough()) return false
      requests += change.requests
      bytes += change.bytes
    }
    return isEnough()
  }
}

function byRepository(log: readonly Asked[]): Map<Repository, Asked[]> {
  const all = new Map<Repository, Asked[]>()
  for (const asked of log) {
    if (!asked.repository) continue
    const known = all.get(asked.repository)
    if (known) known.push(asked)
    else all.set(asked.repository, [asked])
  }
  return all
}

const iso = (time: number): string => new Date(time).toISOString()

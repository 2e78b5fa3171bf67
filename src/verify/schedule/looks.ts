import { Failure } from '../../failure.ts'
import type { RefList } from '../../origin/code-host.ts'
import { serviceTail } from '../../origin/git/service-url.ts'
import type { Gate } from '../../outbound/gate.ts'
import type { Obstacle, Wish } from '../../outbound/governor/governor.ts'
import type { Reason } from '../../outbound/request-record.ts'
import type { Facts } from '../../store/facts/open-facts.ts'
import type { Repository } from '../../store/facts/repositories.ts'
import { compareTags } from './compare-tags.ts'
import { lookAt, type Seen } from './look-at.ts'
import { firstLook, jittered, nextLook } from './next-look.ts'
import { oneByOne } from './one-by-one.ts'

/** What looks need; times in milliseconds. */
export interface LooksOptions {
  readonly facts: Pick<
    Facts,
    'countVersions' | 'firstDue' | 'noteLook' | 'noteRefs' | 'setDue' | 'versionsOf'
  >
  readonly gate: Pick<Gate, 'obstacle' | 'standing' | 'forbids'>
  /** Reads the refs of a repository; undefined where one of its kind is not looked at. */
  readonly read: (vcs: string, url: string, reason: Reason) => Promise<RefList | undefined>
  /** What was read of them at most so long ago, for whomever. */
  readonly seen: (vcs: string, url: string, maxAge: number) => RefList | undefined
  readonly now: () => number
  /** From 0 up to 1. */
  readonly random: () => number
  /** Resolves after so many milliseconds. */
  readonly wait: (millis: number) => Promise<void>
  /** How often a repository is looked at that nothing pays for; Infinity: never. */
  readonly floor: number
}

/** Looks at repositories that nobody waits for. */
export interface Looks {
  /**
   * Looks at what is due and may be looked at, at most once at each host, and at nothing of which no version is held. A
   * host that takes long holds up nobody else: it is left to itself, and has no other look until that one is over.
   * Returns how long to wait before the next round.
   */
  round(): Promise<number>
  /** Looks at a repository because its host has told of news: at one of each host at a time. */
  look(repository: Repository): Promise<void>
}

const hour = 3600_000
const day = 24 * hour
/** The next round when something was done, and when nothing was. */
const busyPause = 1000
const idlePause = 30_000
/** Until a repository is tried again for which not enough has paid. */
const unpaidPause = 6 * hour
/** Hosts looked at in one round, and how long it waits for them. */
const mostHosts = 32
const longestRound = 5000
/** Looks under way, those of hosts that take long included. */
const mostUnderWay = 512
/** A repository that is not looked at: due when nobody remembers. */
const never = 8_640_000_000_000_000
/** Bytes reckoned for the question. */
const questionBytes = 256
/** Bytes reckoned for a list of refs: of one that was never read, and at the least; and how much it may have grown. */
const unknownBytes = 16 * 1024
const leastBytes = 4096
const growth = 1.25
/** No list of refs is reckoned to be longer. */
const mostBytes = 64 * 1024 * 1024

/** Opens the looks. */
export function openLooks(options: LooksOptions): Looks {
  const { facts, gate, now, random } = options
  const inTurn = oneByOne()
  /** Hosts at which there is nothing to do before a moment. */
  const restUntil = new Map<string, number>()
  /** Hosts at which a look of some round is under way. */
  const underWay = new Set<string>()
  let faults: unknown[] = []

  function note(repository: Repository, { result, saw }: Seen): void {
    const { url, quiet, host } = repository
    const at = now()
    const still = result === 'unchanged' ? quiet + 1 : 0
    // A host that wants to be left alone says for how long.
    const pausedUntil = result === 'throttled' ? gate.standing(host)?.pausedUntil : undefined
    const dueAt = pausedUntil ?? at + nextLook(repository, result, at, random())
    facts.noteLook(url, { at, result, saw }, still, dueAt)
  }

  async function look(repository: Repository, reason: Reason): Promise<void> {
    const { url, vcs, refsBytes, refsAt } = repository
    try {
      const seen = await lookAt({ url, vcs }, reason, {
        read: options.read,
        versionsOf: (of) => facts.versionsOf(of),
      })
      if (seen) note(repository, seen)
      else facts.setDue(url, never)
    } catch (error) {
      if (!Failure.is(error, 'refused')) throw error
      // It was longer than what paid for it: more must be there the next time.
      const more = Math.min(2 * Math.max(refsBytes, leastBytes), mostBytes)
      if (refsAt !== undefined) facts.noteRefs(url, refsAt, more)
      facts.setDue(url, now() + (refsAt === undefined ? day : unpaidPause))
    }
  }

  /** Somebody has just read the refs: that is as good as a look, and costs nothing. */
  function lookForFree(repository: Repository): boolean {
    const { vcs, url, look } = repository
    const isOptedOut = look?.result === 'opted-out' || gate.forbids(urlOfRefs(url))
    const refs = isOptedOut ? undefined : options.seen(vcs, url, day)
    if (refs) note(repository, compareTags(facts.versionsOf(url), refs))
    return refs !== undefined
  }

  async function visitAlone(repository: Repository): Promise<void> {
    underWay.add(repository.host)
    try {
      await visit(repository)
    } catch (error) {
      faults.push(error)
    } finally {
      underWay.delete(repository.host)
    }
  }

  async function visit(repository: Repository): Promise<void> {
    const { url } = repository
    // Whoever asks for what is not there makes a repository known, too. There is nothing that could be lost.
    if (facts.countVersions([url]).get(url) === 0) {
      facts.setDue(url, firstLook(now(), random()))
      return
    }
    if (lookForFree(repository)) return
    const paid = await gate.obstacle(wishFor(repository, 'background'))
    if (!paid) return look(repository, 'background')
    if (paid.why !== 'budget') return heed(repository, paid)
    const floorAt = lastRead(repository) + options.floor
    if (floorAt > now()) {
      const later = now() + jittered(unpaidPause, random())
      facts.setDue(url, Math.max(Math.min(floorAt, later), now() + hour))
      return
    }
    const unpaid = await gate.obstacle(wishFor(repository, 'floor'))
    if (!unpaid) return look(repository, 'floor')
    heed(repository, unpaid)
  }

  const isFree = ({ host }: Repository) => !restUntil.has(host) && !underWay.has(host)

  function heed(repository: Repository, obstacle: Obstacle): void {
    if ('until' in obstacle) {
      restUntil.set(repository.host, obstacle.until)
      return
    }
    const { host } = repository
    if (obstacle.why === 'opted-out') {
      note(repository, { result: 'opted-out', saw: `the robots.txt of ${host} forbids it` })
    } else {
      note(repository, { result: 'unreachable', saw: `the robots.txt of ${host} cannot be had` })
    }
  }

  return {
    look: (repository) => inTurn(repository.host, repository.url, () => look(repository, 'push')),
    async round() {
      const at = now()
      for (const [host, until] of restUntil) if (until <= at) restUntil.delete(host)
      const due = facts.firstDue(at).filter(isFree)
      const first = due.slice(0, Math.min(mostHosts, mostUnderWay - underWay.size))
      const visits = Promise.all(first.map((one) => visitAlone(one)))
      if (first.length > 0) await Promise.race([visits, options.wait(longestRound)])
      const [fault] = faults
      faults = []
      if (fault !== undefined) throw fault
      if (due.length > 0) return busyPause
      const next = Math.min(...restUntil.values(), at + idlePause)
      return Math.max(next - at, busyPause)
    },
  }
}

function lastRead({ refsAt = 0, look }: Repository): number {
  return Math.max(refsAt, look?.at ?? 0)
}

/** What will be asked, as far as that is known. */
function wishFor({ url, refsBytes }: Repository, reason: Reason): Wish {
  return {
    url: urlOfRefs(url),
    purpose: 'refs',
    reason,
    sent: questionBytes,
    bytes: refsBytes === 0 ? unknownBytes : Math.max(Math.ceil(refsBytes * growth), leastBytes),
  }
}

/** What is asked for the refs of a repository. */
function urlOfRefs(url: string): string {
  return /^https?:/.test(url) ? url.replace(/\/$/, '') + serviceTail : url
}

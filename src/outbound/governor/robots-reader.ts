import { LRUCache } from 'lru-cache'
import type { KeptRobots } from '../host-memory.ts'
import type { Reason } from '../request-record.ts'
import { resultOf, rulesOf, unreadRules, type Rules } from './robots.ts'

/** Where rules come from; times in milliseconds. */
export interface RobotsOptions {
  readonly now: () => number
  readonly recall: (host: string) => KeptRobots | undefined
  readonly keep: (host: string, robots: KeptRobots) => void
  /** Asks for a robots.txt. Rejects with a Failure when there is no leave to ask. */
  readonly read: (url: string, reason: Reason) => Promise<KeptRobots>
}

/** The robots.txt of every host. */
export interface RobotsReader {
  /** The rules that a URL falls under, asked for if need be. Rejects with a Failure when there is no leave to ask. */
  rules(url: string, reason: Reason): Promise<Rules>
  /** Bytes to reckon with for asking anew; 0 as long as what is known is good. */
  cost(url: string): number
  /** What is known already. */
  known(host: string): Rules
}

const hour = 3600_000
/** Characters of files whose rules stay in memory as they were read, a thousand for each host included. */
const mostParsed = 8_000_000
/** Source: RFC 9309 §2.4: not longer than 24 hours */
const goodFor = 24 * hour
/** Bytes reckoned for an answer of which nothing is known, and those that one may have grown by. */
const unknownBytes = 16 * 1024
const growth = 1024
/** Until one that could not be had is asked for again. */
const againAfter = hour

/**
 * Reads each host's robots.txt once a day, when something is to be asked of it in the background. What is asked over
 * ssh or git:// has no such file of its own: there, that of the host's web server counts, if it has one.
 */
export function robotsReader({ now, recall, keep, read }: RobotsOptions): RobotsReader {
  const reading = new Map<string, Promise<KeptRobots>>()
  const parsed = new LRUCache<string, { readonly status: number; readonly rules: Rules }>({
    maxSize: mostParsed,
  })

  /** Reading rules out of a file may take as long as its host wants it to. */
  function rulesIn(host: string, kept: KeptRobots): Rules {
    const known = parsed.get(host)
    if (known?.rules.readAt === kept.at && known.status === kept.status) return known.rules
    const rules = rulesOf(kept)
    parsed.set(host, { status: kept.status, rules }, { size: 1000 + kept.text.length })
    return rules
  }

  function isGood({ at, status }: KeptRobots): boolean {
    const age = now() - at
    return age >= 0 && age < (resultOf(status) === 'unreachable' ? againAfter : goodFor)
  }

  /** Those who want the same file meanwhile wait for the same answer. */
  function readAnew(host: string, url: string, reason: Reason): Promise<KeptRobots> {
    const known = reading.get(url)
    if (known) return known
    const work = readAndKeep(host, url, reason).finally(() => reading.delete(url))
    reading.set(url, work)
    return work
  }

  async function readAndKeep(host: string, url: string, reason: Reason): Promise<KeptRobots> {
    const fresh = await read(url, reason)
    keep(host, fresh)
    return fresh
  }

  return {
    async rules(asked, reason) {
      const place = new URL(asked)
      const { protocol, host, hostname } = place
      const url = isHttp(protocol)
        ? `${protocol}//${host}/robots.txt`
        : `https://${hostname}/robots.txt`
      const key = keyOf(place)
      const kept = recall(key)
      const found = kept && isGood(kept) ? kept : await readAnew(key, url, reason)
      const hasNone = !isHttp(protocol) && found.status === 0
      return rulesIn(key, hasNone ? { ...found, status: 404 } : found)
    },
    cost(asked) {
      const kept = recall(keyOf(new URL(asked)))
      if (!kept) return unknownBytes
      if (isGood(kept)) return 0
      return kept.text === '' ? unknownBytes : Buffer.byteLength(kept.text) + growth
    },
    known(host) {
      const kept = recall(host)
      return kept ? rulesIn(host, kept) : unreadRules
    },
  }
}

function isHttp(protocol: string): boolean {
  return protocol === 'https:' || protocol === 'http:'
}

/** The host whose robots.txt counts for a URL. */
function keyOf({ protocol, host, hostname }: URL): string {
  return isHttp(protocol) ? host : hostname
}

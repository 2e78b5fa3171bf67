import assert from 'node:assert/strict'
import { virtualClock } from '../../../test/virtual-clock.ts'
import type { RefList } from '../../origin/code-host.ts'
import { openGovernor } from '../../outbound/governor/governor.ts'
import type { Reason } from '../../outbound/request-record.ts'
import { openDatabase } from '../../store/facts/database.ts'
import { feedIn } from '../../store/facts/feed.ts'
import { holdsIn } from '../../store/facts/holds.ts'
import { hostLedgerIn } from '../../store/facts/host-ledger.ts'
import { madeVersionsIn } from '../../store/facts/made-versions.ts'
import { sumsIn } from '../../store/facts/sums.ts'
import { openLooks, type LooksOptions } from './looks.ts'

/** The commit that every version of {@link lookScene} was made of. */
export const hash = 'a'.repeat(40)

/**
 * Looks with real facts and a real governor on a virtual clock. What is there in place of a network: each question costs
 * 100 bytes, and is answered by `repositories`.
 */
export function lookScene(options: Partial<LooksOptions> = {}) {
  const clock = virtualClock()
  const database = openDatabase(':memory:')
  const { ledger } = hostLedgerIn(database, clock.now)
  const holds = holdsIn(
    database,
    sumsIn(database, clock.now),
    feedIn(database, clock.now).writer,
    'me',
    clock.now,
  )
  const facts = { ...ledger, ...madeVersionsIn(database) }
  /** The robots.txt of every host. */
  const file = { status: 404, text: '' }
  /** `reason url` of each question. */
  const asked: string[] = []
  const { signal } = new AbortController()
  const governor = openGovernor({
    mostConnections: 8,
    interval: 1000,
    now: clock.now,
    wait: clock.wait,
    random: () => 0,
    memory: ledger.hosts,
    async readRobots(url, reason) {
      await spend(url, 'rules', reason)
      return { at: clock.now(), ...file }
    },
  })
  async function spend(url: string, purpose: 'rules' | 'refs', reason: Reason): Promise<void> {
    const leave = await governor.admit({ url, purpose, reason, sent: 50, bytes: 1e6 }, signal)
    asked.push(`${reason} ${url}`)
    leave.heard({ kind: 'good', why: '200' })
    leave.over(100)
  }
  /** The refs of each repository, or why they cannot be read; a repository without is not looked at. */
  const repositories = new Map<string, RefList | Error>()
  /** What was read for others lately. */
  const seen = new Map<string, RefList>()
  const looks = openLooks({
    facts,
    gate: governor,
    async read(_, url, reason) {
      const found = repositories.get(url)
      if (!found) return undefined
      await spend(`${url}/git-upload-pack`, 'refs', reason)
      if (found instanceof Error) throw found
      return found
    },
    seen: (_, url) => seen.get(url),
    now: clock.now,
    random: () => 0,
    wait: (millis) => clock.wait(millis, signal),
    floor: Infinity,
    ...options,
  })
  return {
    clock,
    facts,
    governor,
    file,
    asked,
    repositories,
    seen,
    looks,
    /** Holds a version made from a tag that is there, and wants its repository, due now. */
    want: (url: string): void => {
      const path = url.replace('https://', '')
      const Ref = 'refs/tags/v1.0.0'
      const originJson = JSON.stringify({ VCS: 'git', URL: url, Ref, Hash: hash })
      holds.beginHold(path, 'v1.0.0', { modSum: 'h1:m' })
      holds.finishHold({ path, version: 'v1.0.0', time: null, originJson, zipSize: null })
      facts.noteWanted(url, 'git', clock.now(), clock.now())
      repositories.set(url, { tags: new Map([['v1.0.0', hash]]) })
    },
    /** What is known of a repository. */
    known: (url: string) => facts.repository(url) ?? assert.fail(`${url} is not known`),
  }
}

/** The repository of the scenes below, its host, what is asked of it, and where its rules are. */
export const url = 'https://forge.example/a/b'
export const host = 'forge.example'
export const question = `${url}/git-upload-pack`
export const rules = `https://${host}/robots.txt`

const unasked = { url, purpose: 'refs', reason: 'background', sent: 1, bytes: 1 } as const

/** A scene in which one repository is due, its host's rules are known, and its next request may go out at once. */
export async function readyScene(...options: Parameters<typeof lookScene>) {
  const scene = lookScene(...options)
  const { governor, clock, asked } = scene
  governor.saved(host, 100, 1_000_000)
  await governor.obstacle(unasked)
  await clock.pass(1000)
  asked.length = 0
  scene.want(url)
  return scene
}

/** The same where nothing pays for a look. */
export async function poorScene(...options: Parameters<typeof lookScene>) {
  const scene = lookScene(...options)
  const { governor, clock, asked } = scene
  await governor.obstacle({ ...unasked, reason: 'floor' })
  await clock.pass(1000)
  asked.length = 0
  scene.want(url)
  return scene
}

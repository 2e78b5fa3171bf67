import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../fuzz/random.ts'
import { nothingSeen } from './seen.ts'
import type { Line, Seen } from './seen.ts'

/** Whom to follow, until when. */
export interface Followed {
  /** Of the server that runs now, or ran last. */
  readonly url: () => string
  readonly isOver: (seen: Seen) => boolean
  /** Decides when a follower is cut off in the middle of what it does: a client that is killed and started again. */
  readonly random: Random
}

/** Follows the header `Link`, waiting at the end. What a page has and where to go on are kept together, or not at all. */
export async function byLink(followed: Followed): Promise<Seen> {
  const seen = nothingSeen()
  let target = 'index?after=0&wait=2'
  while (!followed.isOver(seen)) {
    const page = await pageAt(followed, target)
    if (page === undefined) continue
    for (const line of page.lines) seen.note(line)
    target = page.next
  }
  return seen
}

/** Asks as one asks the public index: since the time of the last entry, which comes again and is left out. */
export async function bySince(followed: Followed): Promise<Seen> {
  const seen = nothingSeen()
  let last = ''
  while (!followed.isOver(seen)) {
    const limit = 2 + followed.random.below(1999)
    const page = await pageAt(followed, `index?since=${last}&limit=${limit}`)
    if (page === undefined) continue
    const fresh = page.lines.filter(({ Timestamp }) => Timestamp > last)
    assert.ok(last === '' || page.lines.length === fresh.length + 1, 'the last one comes again')
    for (const line of fresh) seen.note(line)
    last = fresh.at(-1)?.Timestamp ?? last
    if (fresh.length === 0) await pause(20)
  }
  return seen
}

/** Listens to events, and goes on behind the last one that came. */
export async function byEvents(followed: Followed): Promise<Seen> {
  const seen = nothingSeen()
  let id = ''
  while (!followed.isOver(seen)) {
    try {
      const headers = { Accept: 'text/event-stream', 'Last-Event-ID': id }
      const answer = await fetch(`${followed.url()}/index`, {
        headers,
        signal: cutOff(followed, 5000),
      })
      assert.equal(answer.status, 200)
      let text = ''
      for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const events = (text + chunk).split('\n\n')
        text = events.pop() ?? ''
        for (const event of events) {
          const [, named = id, data] = /^id: (\d+)(?:\ndata: (.*))?$/.exec(event) ?? []
          if (data !== undefined) seen.note(JSON.parse(data) as Line)
          id = named
        }
        if (followed.isOver(seen)) break
      }
    } catch (error) {
      await afterTrouble(error)
    }
  }
  return seen
}

async function pageAt(followed: Followed, target: string) {
  try {
    const answer = await fetch(`${followed.url()}/${target}`, { signal: cutOff(followed, 3000) })
    const text = await answer.text()
    assert.equal(answer.status, 200, text)
    const next = /^<(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    assert.ok(next)
    return {
      next,
      lines: text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Line),
    }
  } catch (error) {
    return afterTrouble(error)
  }
}

function cutOff({ random }: Followed, mostMs: number): AbortSignal {
  return AbortSignal.timeout(random.chance(0.2) ? 1 + random.below(40) : mostMs)
}

/** A server that is gone for a moment, or a cut, is no news; all else is a fault. */
async function afterTrouble(error: unknown): Promise<undefined> {
  if (error instanceof assert.AssertionError || error instanceof SyntaxError) throw error
  await pause(20)
  return undefined
}

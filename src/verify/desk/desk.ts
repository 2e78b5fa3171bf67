import { AsyncLocalStorage } from 'node:async_hooks'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../failure.ts'
import { atMost } from '../../work/at-most.ts'
import type { RequestRecord } from '../../outbound/request-record.ts'
import { repositoryKey } from '../../outbound/same-repository.ts'
import type { Judged } from '../judge/judged.ts'
import { verifyAll, type VerifyTools } from '../verify-all.ts'
import { keyOf, keyOfWhole, plain, type Asked } from './asked.ts'
import { verdictMemory } from './verdict-memory.ts'

/** What a desk judges with. */
export interface DeskTools extends Omit<
  VerifyTools<Asked>,
  'level' | 'signal' | 'onVerdict' | 'onJudged' | 'sumdb'
> {
  /** How long what was found is told again without asking anybody, milliseconds. */
  readonly freshFor: number
  /** The same of what could not be found out. */
  readonly retryFor: number
  /** Told of what is no Failure. */
  readonly onError: (error: unknown) => void
  /** Questions that are worked on at a time; 4 unless given. */
  readonly mostAtATime?: number
  /** Questions that wait beside those; 64 unless given. */
  readonly mostWaiting?: number
}

/** Told of a module version as soon as it is judged: its place in the question, and whether that was known already. */
export type Tell = (index: number, judged: Judged<Asked>, wasKnown: boolean) => void

/** What a question has cost others. */
export interface Cost {
  readonly host: string
  readonly bytes: number
}

/** Judges module versions for whoever asks, each once for all who ask at about the same time. */
export interface Desk {
  /**
   * Answers a question; resolves with the requests that went out for it. When the signal aborts, it rejects, and what
   * nobody else waits for is stopped.
   *
   * @throws Failure `throttled`, at once, when too many wait already; bugs, by rejecting
   */
  judge(question: readonly Asked[], signal: AbortSignal, tell: Tell): Promise<readonly Cost[]>
  /** To be told of every request that leaves. */
  noteRequest(request: RequestRecord): void
  /** Forgets what was found in repositories with these keys (`repositoryKey`). */
  forget(keys: readonly string[]): void
  /** Stops everything; resolves when it has ended, which takes as long as requests under way. */
  close(): Promise<void>
}

/** Module versions that are judged together. */
interface Run {
  /** Questions that wait for something of it. */
  waiting: number
  readonly stop: AbortController
  readonly flights: ReadonlyMap<string, PromiseWithResolvers<Judged<Asked>>>
  readonly costs: Cost[]
}

const busySeconds = 10

/** Opens a desk. Hashes that clients have are not asked for, so that one answer is good for all of them. */
export function openDesk(tools: DeskTools): Desk {
  const { now, freshFor, retryFor, onError, mostAtATime = 4, mostWaiting = 64 } = tools
  const limited = atMost(mostAtATime)
  const memory = verdictMemory({ now, freshFor, retryFor })
  const flying = new Map<string, Run>()
  const counting = new AsyncLocalStorage<Cost[]>()
  const closing = new AbortController()
  const open = new Set<Promise<void>>()
  let begun = 0

  function startRun(asked: ReadonlyMap<string, Asked>): Run {
    const flights = new Map(
      asked.keys().map((key) => [key, Promise.withResolvers<Judged<Asked>>()] as const),
    )
    for (const { promise } of flights.values()) promise.catch(() => {}) // whoever waits is told
    const run: Run = { waiting: 0, stop: new AbortController(), flights, costs: [] }
    for (const key of asked.keys()) flying.set(key, run)
    const ended: Promise<void> = limited(() =>
      counting.run(run.costs, () => judgeAll([...asked.values()], run)),
    )
      .catch((error: unknown) => {
        for (const { reject } of flights.values()) reject(error)
        if (!Failure.is(error)) onError(error)
      })
      .finally(() => {
        open.delete(ended)
        leaveAir(run)
      })
    open.add(ended)
    return run
  }

  async function judgeAll(asked: readonly Asked[], { stop, flights }: Run): Promise<void> {
    const scratch = join(tools.scratch, `desk-${++begun}`)
    await mkdir(scratch)
    try {
      const { settled } = await verifyAll(asked, {
        ...tools,
        scratch,
        level: 'refs',
        signal: AbortSignal.any([stop.signal, closing.signal]),
        onVerdict: () => {},
        onJudged(judged) {
          memory.keep(keyOf(judged.subject), judged)
          flights.get(keyOf(judged.subject))?.resolve(judged)
        },
      })
      await settled
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  }

  /** Nobody joins it any more. */
  function leaveAir(run: Run): void {
    for (const key of run.flights.keys()) if (flying.get(key) === run) flying.delete(key)
  }

  function leave(run: Run): void {
    run.waiting--
    if (run.waiting > 0) return
    leaveAir(run)
    run.stop.abort()
  }

  return {
    judge(question, signal, tell) {
      const known = question.map(
        (asked) => memory.find(keyOf(asked)) ?? memory.find(keyOfWhole(asked)),
      )
      const fresh = new Map<string, Asked>()
      for (const [index, asked] of question.entries()) {
        if (!known[index] && !flying.has(keyOf(asked))) fresh.set(keyOf(asked), plain(asked))
      }
      if (fresh.size > 0 && open.size >= mostAtATime + mostWaiting) throw tooBusy()
      if (fresh.size > 0) startRun(fresh)
      const runs = new Set<Run>()
      const waits: Promise<void>[] = []
      for (const [index, asked] of question.entries()) {
        const judged = known[index]
        if (judged) {
          tell(index, judged, true)
          continue
        }
        const run = flying.get(keyOf(asked))
        const flight = run?.flights.get(keyOf(asked))
        if (!run || !flight) throw new TypeError('what is not known is under way')
        runs.add(run)
        waits.push(flight.promise.then((found) => tell(index, found, false)))
      }
      for (const run of runs) run.waiting++
      const gone = Promise.withResolvers<never>()
      const stop = () => gone.reject(new Failure('stopped', 'Nobody waits for it any more'))
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
      return Promise.race([Promise.all(waits), gone.promise])
        .then(() => [...runs].flatMap(({ costs }) => costs))
        .finally(() => {
          signal.removeEventListener('abort', stop)
          for (const run of runs) leave(run)
        })
    },
    noteRequest({ host, sent, received }) {
      counting.getStore()?.push({ host, bytes: sent + received })
    },
    forget(keys) {
      const gone = new Set(keys)
      memory.forget(({ repository }) => gone.has(repositoryKey(repository?.url ?? '') ?? ''))
    },
    async close() {
      closing.abort()
      await Promise.all(open)
    },
  }
}

function tooBusy(): Failure {
  return new Failure('throttled', 'Cannot take this question: too many wait already', {
    retryAfter: busySeconds,
    hint: `Ask again in ${busySeconds} seconds`,
  })
}

import { Failure } from '../../failure.ts'
import type { Judged } from '../../verify/judge/judged.ts'
import { newest } from '../../verify/judge/claim.ts'
import { verifyAll, type Verified, type VerifyTools } from '../../verify/verify-all.ts'
import type { Subject } from '../subject.ts'
import type { serverAsker } from './ask-server.ts'
import { reconciled, wordOf, type Word } from './word.ts'

/** A Headwater server that is asked before upstream. */
export interface CheckServer {
  /** Its base URL. */
  readonly url: string
  readonly ask: ReturnType<typeof serverAsker>
  /** Whether it may be told of a module. */
  readonly mayKnow: (path: string) => boolean
  /** Told once why it is asked no more. */
  readonly onTrouble: (failure: Failure) => void
}

/** Verifies module versions, as {@link verifyAll} does. */
export type Verify = (
  subjects: readonly Subject[],
  tools: VerifyTools<Subject>,
) => Promise<Verified<Subject>>

/**
 * Makes a verification that asks a server first, and upstream for what that cannot tell, or is not believed. When the
 * server fails, upstream is asked for all that is left, and the server not once more.
 */
export function verifyWithServer({ url, ask, mayKnow, onTrouble }: CheckServer): Verify {
  let isBroken = false

  async function askServer(
    subjects: readonly Subject[],
    signal: AbortSignal,
    tell: (subject: Subject, word: Word) => void,
  ): Promise<void> {
    if (isBroken || subjects.length === 0 || signal.aborted) return
    const modules = subjects.map(({ path, version, scope }) => ({ path, version, scope }))
    try {
      await ask(modules, signal, (index, line) => {
        const subject = subjects[index]
        const word = subject && wordOf(subject, line, url)
        if (word) tell(subject, word)
      })
    } catch (error) {
      if (!Failure.is(error) && !signal.aborted) throw error
      isBroken = true
      if (Failure.is(error) && !signal.aborted) onTrouble(error)
    }
  }

  return async (subjects, tools) => {
    const asked = subjects.filter(
      ({ path, version, folderFault }) =>
        folderFault === undefined && version !== newest && mayKnow(path),
    )
    const told = new Map<Subject, Word>()
    const judged: Judged<Subject>[] = []
    await askServer(asked, tools.signal, (subject, word) => {
      if (told.has(subject)) return
      told.set(subject, word)
      tools.onVerdict(subject, word.judged.verdict)
      if (!word.isEnough) return
      judged.push(word.judged)
      tools.onJudged(word.judged)
    })
    const rest = subjects.filter((subject) => told.get(subject)?.isEnough !== true)
    if (rest.length === 0) return { judged, settled: Promise.resolve() }
    const words = new Map([...told].map(([subject, word]) => [keyOf(subject), word]))
    const settledOwn = new Map<Judged<Subject>, Judged<Subject>>()
    const verified = await verifyAll(rest, {
      ...tools,
      onJudged(own) {
        const word = words.get(keyOf(own.subject))
        const final = word ? reconciled(own, word, url) : own
        settledOwn.set(own, final)
        tools.onJudged(final)
      },
    })
    judged.push(...verified.judged.map((own) => settledOwn.get(own) ?? own))
    return { judged, settled: verified.settled }
  }
}

function keyOf({ path, version, scope, replaces }: Subject): string {
  return JSON.stringify([path, version, scope, replaces])
}

import { Failure, type FailureCode } from '../../../failure.ts'
import type { GuardFile } from '../../../store/log/guard-file.ts'
import { formatSignatureLine, type NoteSignature } from '../../../tlog/note-signature.ts'
import { openNote } from '../../../tlog/note.ts'
import { planTreeProof } from '../../../tlog/tree-proof.ts'
import { isSameKey, type Verifier } from '../../../tlog/verifier.ts'
import type { LogTree } from '../log-tree.ts'
import { runPlan } from '../published-tree.ts'
import { askCosignature } from './ask-cosignature.ts'
import { ofPublished, readCosignedHead, type CosignedHead } from './cosigned-head.ts'
import { cosignedIn, type Cosigned, type WitnessStanding } from './witness-standing.ts'
import type { Witness } from './witness.ts'

/** Witnesses of our log, and what they are asked with. */
export interface Witnessing {
  readonly witnesses: readonly Witness[]
  /** Where the checkpoint that was cosigned last is kept. When it is lost, it is made anew. */
  readonly kept: Pick<GuardFile, 'read' | 'write'>
  /** Resolves after so many milliseconds, rejects when the signal aborts. */
  readonly wait: (millis: number, signal: AbortSignal) => Promise<void>
  /** A witness did not cosign. Must not throw. */
  readonly onTrouble: (witness: string, error: unknown) => void
}

/** Has heads of our log cosigned, one after the other, beside all else. */
export interface Cosigning {
  /** A head was published. */
  readonly wake: () => void
  /** The published head that was cosigned last; undefined where there is none. */
  readonly latest: () => Promise<CosignedHead | undefined>
  /** How each witness fares, in the order of the configuration. */
  readonly standing: () => Promise<readonly WitnessStanding[]>
  readonly close: () => Promise<void>
}

/** Least time from one round to the next, milliseconds: what is logged meanwhile is cosigned together. */
const pause = 1000
/** The same where a witness is still missing. */
const pauseAfterTrouble = 10_000
/** Most rounds that a witness sits out after failures. */
const longestRest = 32

interface Asked {
  readonly witness: Witness
  /** Records of the tree that it cosigned last, as far as is known. */
  size: number
  failures: number
  /** Rounds that it sits out. */
  rest: number
  cosigned: Cosigned | undefined
  /** Why the last question to it came to nothing. */
  trouble: FailureCode | undefined
}

/**
 * Asks witnesses to cosign what is published, in rounds: all of them the same head, at the same time. Nothing waits for
 * them: not a record, not a head. One that fails sits out more and more rounds.
 *
 * Source: C2SP tlog-witness, C2SP tlog-cosignature
 */
export function gatherCosignatures(
  { witnesses, kept, wait, onTrouble }: Witnessing,
  tree: Pick<LogTree, 'open'>,
  log: Verifier,
): Cosigning {
  const stopping = new AbortController()
  const { signal } = stopping
  const untold = { cosigned: undefined, trouble: undefined }
  const all: Asked[] = witnesses.map((witness) => ({
    witness,
    size: 0,
    failures: 0,
    rest: 0,
    ...untold,
  }))
  const keys = witnesses.map(({ verifier }) => verifier)
  let known: { readonly text: string; readonly head: CosignedHead | undefined } | undefined
  let woken = Promise.withResolvers<void>()

  async function latest(): Promise<CosignedHead | undefined> {
    const text = (await kept.read()) ?? ''
    if (known?.text !== text) known = { text, head: readCosignedHead(text, log, keys) }
    const { head } = known
    const { read, published } = await tree.open()
    return ofPublished(head, { read, size: published.size })
  }

  /** Whether all witnesses have cosigned what is published now. */
  async function round(): Promise<boolean> {
    const { read, published: head } = await tree.open()
    if (head.size === 0) return true
    const { text } = openNote(head.checkpoint, [log])
    const before = await latest()
    const held = before?.text === text ? before.cosignatures : []
    const missing = all.filter(
      ({ witness }) => !held.some((one) => isSameKey(one, witness.verifier)),
    )
    const prove = (old: number) => runPlan({ read, size: head.size }, planTreeProof(head.size, old))

    async function ask(asked: Asked): Promise<NoteSignature[]> {
      if (asked.rest-- > 0) return []
      try {
        const wish = { head, text, old: asked.size, prove, signal }
        const cosignature = await askCosignature(asked.witness, wish)
        const cosigned = cosignedIn(cosignature, head.size)
        Object.assign(asked, { size: head.size, failures: 0, rest: 0, ...untold, cosigned })
        return [cosignature]
      } catch (error) {
        asked.rest = Math.min(2 ** asked.failures++, longestRest)
        asked.trouble = Failure.is(error) ? error.code : 'unreachable'
        if (!signal.aborted) onTrouble(asked.witness.verifier.name, error)
        return []
      }
    }

    const fresh = (await Promise.all(missing.map((asked) => ask(asked)))).flat()
    if (fresh.length > 0) {
      const lines = [...held, ...fresh].map((one) => formatSignatureLine(one))
      await kept.write(head.checkpoint + lines.join(''))
    }
    return fresh.length === missing.length
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      woken = Promise.withResolvers()
      // What keeps the log from being read is told to those who ask for it.
      const isDone = await round().catch(() => false)
      if (isDone && !signal.aborted) await woken.promise
      await wait(isDone ? pause : pauseAfterTrouble, signal).catch(() => undefined)
    }
  }

  const running = run()
  return {
    wake: () => woken.resolve(),
    latest,
    async standing() {
      const head = await latest()
      return all.map(({ witness: { verifier }, cosigned, trouble }) => {
        const kept = head?.cosignatures.find((one) => isSameKey(one, verifier))
        const known = head && kept && cosignedIn(kept, head.size)
        return { name: verifier.name, cosigned: known ?? cosigned, trouble }
      })
    },
    async close() {
      stopping.abort()
      woken.resolve()
      await running
    },
  }
}

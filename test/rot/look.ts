import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { CheckParts } from '../../src/cli/check/open-check.ts'
import type { Claim } from '../../src/verify/judge/claim.ts'
import type { Judged } from '../../src/verify/judge/judged.ts'
import type { Level } from '../../src/verify/level.ts'
import { verifyAll, type VerifyTools } from '../../src/verify/verify-all.ts'

/** How a machine looks. */
export interface Way extends Pick<VerifyTools, 'sumdb'> {
  readonly level: Level
  readonly isPrivate: boolean
  /** Whether it is told to stop before it has begun. */
  readonly isStopped: boolean
  /** Milliseconds from now. */
  readonly later: number
}

/** One run of its own, which believes nothing that another run was told. Gives what was said of each, in their order. */
export async function look(
  { origins, gate, store }: CheckParts,
  claims: readonly Claim[],
  { later, isPrivate, isStopped, ...way }: Way,
): Promise<Judged[]> {
  await pause(2)
  const { judged, settled } = await verifyAll(claims, {
    ...way,
    origins: { ...origins, ...origins.afresh() },
    gate,
    memory: store.facts,
    now: () => Date.now() + later,
    scratch: store.scratch,
    isPrivate: () => isPrivate,
    rewrites: [],
    signal: isStopped ? AbortSignal.abort() : new AbortController().signal,
    onVerdict: () => {},
    onJudged: () => {},
  })
  await settled
  return claims.map(({ path }) => {
    const found = judged.find(({ subject }) => subject.path === path)
    assert.ok(found, path)
    return found
  })
}

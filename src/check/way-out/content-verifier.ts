import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Origins } from '../../origin/origins.ts'
import type { Gate } from '../../outbound/gate.ts'
import type { CheckMemory } from '../../store/facts/check-memory.ts'
import type { RelayedLogs } from '../../store/facts/relayed-logs.ts'
import type { Claim } from '../../verify/judge/claim.ts'
import { contentOf } from '../../verify/judge/judge-content.ts'
import { databaseAsker, type ChecksumDatabase } from '../../verify/observe/checksum-database.ts'
import { looker } from '../../verify/observe/look.ts'
import type { Level } from '../../verify/level.ts'

/**
 * What is known of a version that upstream gives: it is what the checksum database says, else what was hashed first in
 * earlier runs (`verified`); nothing tells what it must be (`readable`); or it is something else (`other`).
 */
export type Standing = 'verified' | 'readable' | 'other'

/** What versions are verified with. */
export interface VerifierTools {
  readonly origins: Pick<Origins, 'direct'>
  readonly gate: Pick<Gate, 'ask'>
  readonly level: Level
  readonly memory: CheckMemory & RelayedLogs
  /** Undefined where none is to be asked. */
  readonly sumdb?: ChecksumDatabase
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** A folder for zips that are made and removed. */
  readonly scratch: string
  readonly isPrivate: (path: string) => boolean
}

/** Verifies versions that somebody may go to. */
export interface ContentVerifier {
  /**
   * @throws Failure why it cannot be read
   */
  readonly verify: (claim: Pick<Claim, 'path' | 'version' | 'scope'>) => Promise<Standing>
  /** Whether the checksum database may be asked about a module. */
  readonly mayAsk: (path: string) => boolean
}

/** Makes the verifier; no module is named to the checksum database that must not be. */
export function contentVerifier(tools: VerifierTools): ContentVerifier {
  const { origins, memory, sumdb, isPrivate } = tools
  const scratch = join(tools.scratch, 'way-out')
  const look = looker({ ...tools, scratch })
  const database = sumdb && databaseAsker(sumdb, tools)
  const mayAsk = (path: string) => sumdb !== undefined && !isPrivate(path) && !sumdb.excludes(path)

  return {
    mayAsk,
    async verify({ path, version, scope }) {
      await mkdir(scratch, { recursive: true })
      // Where only the go.mod was hashed before, that tells nothing of the rest.
      const before = memory
        .knownContents(path, version)
        .filter(({ zipSum }) => scope === 'graph' || zipSum !== null)
      const sight = await look({ path, version, scope }, (of) => origins.direct(of))
      if (sight.look.kind === 'failed') throw sight.look.failure
      const sums = contentOf({ path, version, scope }, sight, sight.look)?.content
      const isAs = (other: { goModSum: string; zipSum: string | null }) =>
        sums?.goModSum === other.goModSum && (scope === 'graph' || sums.zipSum === other.zipSum)
      const logged = database && mayAsk(path) ? await database.record(path, version) : undefined
      if (logged?.sums) return isAs(logged.sums) ? 'verified' : 'other'
      const first = before.at(-1)
      if (first === undefined) return 'readable'
      return isAs(first) ? 'verified' : 'other'
    },
  }
}

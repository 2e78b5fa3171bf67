import { setImmediate } from 'node:timers/promises'
import type { GoSumEntry } from '../../gomod/go-sum.ts'
import { atMost } from '../../work/at-most.ts'
import { recordFinder, type Finding, type RecordPlaces } from './find-record.ts'
import { readAuditedLines, type ReadLine } from './read-lines.ts'

/** What is said of a line of go.sum. What could not be found out is `undetermined`, whatever the reason. */
export type SumStatus =
  | 'match'
  | 'mismatch'
  | 'not-logged'
  | 'private'
  | 'malformed'
  | 'undetermined'

/** A line of go.sum, judged. */
export interface AuditedLine {
  /** Number of the line, from 1. */
  readonly line: number
  /** What the line says; absent where it has not the form of one. */
  readonly entry?: GoSumEntry
  readonly status: SumStatus
  /** The name of the database that says so: for `match` and `mismatch`. */
  readonly log?: string
  /** The hash that it has, for `mismatch`. */
  readonly logged?: string
  /** Why, for `malformed` and `undetermined`. Text from outside may be in it. */
  readonly reason?: string
}

/** How much one audit may ask of others. */
export interface AuditLimits {
  /** Module versions. */
  readonly mostAsked: number
  /** Module versions of all audits that are asked for at the same time. */
  readonly parallel: number
  /** For how long, milliseconds. */
  readonly askMs: number
}

/** Judges the lines of a go.sum file, in their order. Aborting `gone` ends the asking. Throws nothing but bugs. */
export type Audit = (file: Buffer, gone: AbortSignal) => Promise<AuditedLine[]>

/** The second stays below the minute after which common reverse proxies give up. */
const usualLimits: AuditLimits = { mostAsked: 1000, parallel: 4, askMs: 40_000 }
/** Lines that are worked on in one go. */
const atOnce = 200

/**
 * Makes the one that holds go.sum files against checksum databases. What was proved and kept is answered without asking
 * anybody; of the rest, as much is asked for as the limits say, in the order of the file. What is asked for is kept, so that
 * the next audit gets further.
 */
export function sumAuditor(places: RecordPlaces, limits: Partial<AuditLimits> = {}): Audit {
  const { mostAsked, parallel, askMs } = { ...usualLimits, ...limits }
  const find = recordFinder(places)
  const inTurn = atMost(parallel)

  async function findAll(lines: readonly ReadLine[], gone: AbortSignal) {
    const findings = new Map<string, Finding>()
    const unknown = new Map<string, GoSumEntry>()
    for await (const { entry, fault, isForeign } of byTurns(lines)) {
      if (!entry || fault !== undefined || isForeign) continue
      const key = keyOf(entry)
      if (findings.has(key) || unknown.has(key)) continue
      const found = await find(entry.path, entry.version, false)
      if (found) findings.set(key, found)
      else unknown.set(key, entry)
      if (gone.aborted) break
    }
    const over = AbortSignal.any([gone, AbortSignal.timeout(askMs)])
    const asking = [...unknown].slice(0, mostAsked).map(([key, { path, version }]) =>
      inTurn(async () => {
        const found = over.aborted ? undefined : await find(path, version, true)
        if (found && !over.aborted) findings.set(key, found)
      }),
    )
    await Promise.race([Promise.all(asking), aborted(over, asking.length === 0)])
    return { findings, isLate: over.aborted }
  }

  return async (file, gone) => {
    const lines = await readAuditedLines(file)
    const { findings, isLate } = await findAll(lines, gone)
    const unasked = isLate
      ? 'The database was not done answering in time: ask again, what came is kept'
      : `No more than ${mostAsked} module versions are asked for at once: ask again, those are kept`
    const judged: AuditedLine[] = []
    for await (const line of byTurns(lines)) judged.push(judge(line, findings, unasked))
    return judged
  }
}

const keyOf = ({ path, version }: GoSumEntry): string => `${path}@${version}`

/** All lines, in their order; others get their turn in between. */
async function* byTurns(lines: readonly ReadLine[]): AsyncGenerator<ReadLine> {
  for (const [i, line] of lines.entries()) {
    if (i % atOnce === atOnce - 1) await setImmediate()
    yield line
  }
}

/** Resolves once a signal is aborted; at once where nobody waits for it. */
function aborted(signal: AbortSignal, isIdle: boolean): Promise<void> {
  if (isIdle || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function judge(
  { line, entry, fault, isForeign }: ReadLine,
  findings: ReadonlyMap<string, Finding>,
  unasked: string,
): AuditedLine {
  const base = { line, ...(entry && { entry }) }
  if (!entry || fault !== undefined) {
    return { ...base, status: 'malformed', ...(fault !== undefined && { reason: fault }) }
  }
  if (isForeign) return { ...base, status: 'undetermined', reason: 'Only h1: hashes are logged' }
  const found = findings.get(keyOf(entry))
  if (!found) return { ...base, status: 'undetermined', reason: unasked }
  if (found.kind === 'undetermined') {
    return { ...base, status: 'undetermined', reason: found.reason }
  }
  if (found.kind !== 'logged') return { ...base, status: found.kind }
  const { log } = found
  const logged = entry.goMod ? found.goMod : found.zip
  return logged === entry.sum
    ? { ...base, status: 'match', log }
    : { ...base, status: 'mismatch', log, logged }
}

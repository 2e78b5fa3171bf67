import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../failure.ts'
import { goModSum } from '../../gomod/h1.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { modulePathOf } from '../../gomod/mod-file-path.ts'
import { check, checkPath } from '../../gomod/module-path.ts'
import { atMost } from '../../work/at-most.ts'
import { isInsecure } from '../../origin/discovery/repo-url.ts'
import type { FoundVersion, ModuleSource, ReadFrom } from '../../origin/module-source.ts'
import { zeroTime } from '../../origin/version-info.ts'
import type { KnownContentRow, KnownContents, RefProof } from '../../store/facts/known-contents.ts'
import type { FoundLook, Look, Observations } from '../judge/observation.ts'
import { newest, type Claim } from '../judge/claim.ts'
import type { Level } from '../level.ts'
import {
  isApproved,
  keptBefore,
  knownContents,
  rememberedAt,
  rowAt,
  type Recalled,
} from './recall.ts'

/** Zips hashed at a time: they keep a processor busy each, and wait for the disk now and then. */
const mostCuts = Math.max(2, availableParallelism())

/** One look, and what is known beside it. */
export type Sight = Pick<Observations, 'look' | 'known' | 'before'>

/** Looks at a module version where its source says it is. Never rejects but for bugs and a full disk. */
export type Looker = (claim: Claim, source: (path: string) => ModuleSource) => Promise<Sight>

/** What looks are made with. */
export interface LookTools {
  /** Whether refs are enough where they name a commit whose content is known, or all content is read. */
  readonly level: Level
  /** What was found is remembered here. */
  readonly memory: KnownContents
  /** An empty folder for zips that are made and removed. */
  readonly scratch: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/**
 * Makes the one who looks: finds the version, hashes its go.mod and, where the whole module is needed, its zip. Where
 * refs are enough, they are asked first.
 */
export function looker({ level, memory, scratch, now }: LookTools): Looker {
  const hashing = atMost(mostCuts)
  let zips = 0

  async function zipSumOf(found: FoundVersion): Promise<string> {
    const sum = await found.hash?.()
    if (sum !== undefined) return sum
    const target = join(scratch, `check-${++zips}.zip`)
    try {
      return (await found.cut(target)).h1
    } finally {
      await rm(target, { force: true })
    }
  }

  /** Undefined where refs do not tell, or name a commit whose content is not known. */
  async function lookAtRefs(recalled: Recalled, source: ModuleSource): Promise<Sight | undefined> {
    const { version } = recalled.claim
    const named = await source.named?.(version, (place) => rememberedAt(recalled, place))
    if (!named || !isApproved(recalled, named)) return undefined
    const { from, hash, origin, proof } = named
    const row = rowAt(recalled, named)
    if (row) memory.saveContents([{ ...row, ...placeIn(from), proof: proof ?? row.proof }])
    const look: Look = { kind: 'named', at: now(), version, hash, origin, ...wayTo(from) }
    return { look, known: knownContents(recalled, from.place), ...before(recalled, from) }
  }

  async function lookAtContent(recalled: Recalled, source: ModuleSource): Promise<Sight> {
    const { path, version, scope } = recalled.claim
    const found = await source.find(version, scope === 'build' ? 'module' : 'go.mod')
    const { info, goMod, from } = found
    const declaredPath = modulePathOf(goMod)
    const look: FoundLook = {
      kind: 'found',
      at: now(),
      version,
      ...(info.Time !== zeroTime && { time: info.Time }),
      ...(info.Origin && { origin: info.Origin }),
      ...(from && wayTo(from)),
      goModSum: goModSum(goMod),
      ...(scope === 'build' && { zipSum: await hashing(() => zipSumOf(found)) }),
      ...(declaredPath !== '' && { declaredPath }),
    }
    if (from && found.commit !== undefined) {
      memory.saveContents([rowOf(path, look, from, found.commit, await proofOf(found))])
    }
    return {
      look: { ...look, at: now() },
      known: knownContents(recalled, from?.place),
      ...before(recalled, from),
    }
  }

  return async (claim, source) => {
    let recalled: Recalled = { claim, rows: [] }
    try {
      const { path } = claim
      if (claim.version === newest) checkPath(path)
      else check(path, claim.version)
      const at = source(path)
      const version = claim.version === newest ? (await at.latest()).Version : claim.version
      recalled = { claim: { ...claim, version }, rows: memory.knownContents(path, version) }
      const sight = level === 'refs' ? await lookAtRefs(recalled, at) : undefined
      return sight ?? (await lookAtContent(recalled, at))
    } catch (error) {
      const look: Look = { kind: 'failed', at: now(), failure: failureOf(error) }
      return { look, known: knownContents(recalled), ...before(recalled) }
    }
  }
}

function before(recalled: Recalled, from?: ReadFrom): Pick<Sight, 'before'> {
  const kept = keptBefore(recalled, from)
  return kept ? { before: kept } : {}
}

function wayTo(from: ReadFrom): Pick<FoundLook, 'answeredAt' | 'insecure'> {
  const { answeredAt, url } = from
  return {
    ...(answeredAt !== undefined && { answeredAt }),
    ...(isInsecure(url) && { insecure: true }),
  }
}

function placeIn({
  vcs,
  url,
  place,
}: ReadFrom): Pick<KnownContentRow, 'vcs' | 'url' | 'root' | 'dir'> {
  return { vcs, url, root: place.root, dir: place.dir }
}

function rowOf(
  path: string,
  { version, goModSum, zipSum, at }: FoundLook,
  from: ReadFrom,
  hash: string,
  proof: RefProof | null,
): KnownContentRow {
  return { path, version, hash, ...placeIn(from), goModSum, zipSum: zipSum ?? null, at, proof }
}

/** Without it refs will not be enough the next time. */
async function proofOf(found: FoundVersion): Promise<RefProof | null> {
  try {
    return (await found.proof?.()) ?? null
  } catch (error) {
    if (!Failure.is(error)) throw error
    return null
  }
}

/** What an error says about a module; one that says nothing about it is thrown on. */
function failureOf(error: unknown): Failure {
  if (error instanceof InvalidError) return new Failure('invalid', error.message, { cause: error })
  if (Failure.is(error) && error.code !== 'no-space') return error
  throw error
}

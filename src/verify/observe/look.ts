import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../failure.ts'
import { goModSum } from '../../gomod/h1.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { check, checkPath } from '../../gomod/module-path.ts'
import { atMost } from '../../mirror/at-most.ts'
import type { ModuleSource } from '../../origin/module-source.ts'
import type { Look } from '../judge/observation.ts'
import { newest, type Claim } from '../judge/claim.ts'

/** Zips cut at a time: they keep a processor busy each, and wait for the disk now and then. */
const mostCuts = Math.max(2, availableParallelism())

/** Reads a module version from where its source says it is. Never rejects but for bugs and a full disk. */
export type Looker = (subject: Claim, source: (path: string) => ModuleSource) => Promise<Look>

/**
 * Makes the one who looks: finds the version, hashes its go.mod and, where the whole module is needed, its zip, which
 * is cut into `folder` and removed again.
 *
 * @param now milliseconds since the epoch
 */
export function looker(folder: string, now: () => number): Looker {
  const cutting = atMost(mostCuts)
  let cuts = 0
  return async (subject, source) => {
    const { path, scope } = subject
    try {
      if (subject.version === newest) checkPath(path)
      else check(path, subject.version)
      const at = source(path)
      const version = subject.version === newest ? (await at.latest()).Version : subject.version
      const found = await at.find(version)
      const target = join(folder, `check-${++cuts}.zip`)
      const zipSum =
        scope === 'build' ? await cutting(() => h1Of(target, () => found.cut(target))) : undefined
      return {
        kind: 'found',
        at: now(),
        version,
        ...(found.info.Origin && { origin: found.info.Origin }),
        goModSum: goModSum(found.goMod),
        ...(zipSum !== undefined && { zipSum }),
      }
    } catch (error) {
      return { kind: 'failed', at: now(), failure: failureOf(error) }
    }
  }
}

async function h1Of(target: string, cut: () => Promise<{ readonly h1: string }>): Promise<string> {
  try {
    return (await cut()).h1
  } finally {
    await rm(target, { force: true })
  }
}

/** What an error says about a module; one that says nothing about it is thrown on. */
function failureOf(error: unknown): Failure {
  if (error instanceof InvalidError) return new Failure('invalid', error.message, { cause: error })
  if (Failure.is(error) && error.code !== 'no-space') return error
  throw error
}

import { Failure } from '../failure.ts'
import type { HeldFile } from '../mirror/mirror.ts'
import { resolveQuery, selectedPrefix } from '../mirror/resolve-query.ts'
import { mergeOrigins } from '../origin/code/origin-of.ts'
import { parseInfo } from '../origin/parse-info.ts'
import type { Origin } from '../origin/version-info.ts'
import type { ModuleQuery } from './fetch-argument.ts'
import type { Parts } from './open-parts.ts'

/** A version that there is, with its `.info`. */
export interface Found extends ModuleQuery {
  readonly version: string
  readonly info: HeldFile
  /** What the choice of this version rests on; undefined where upstream does not tell. */
  readonly Origin: Origin | undefined
}

/**
 * The version that a query selects, with the origin that the go command would tell of it; that of the content held, where
 * upstream has since made the version of another commit.
 */
export async function findVersion(
  parts: Parts,
  path: string,
  query: string,
  selection: Origin | undefined,
): Promise<Found> {
  const { Version: version, Origin: told } = await resolveQuery(parts.mirror, path, query)
  const { info, own } =
    query === 'latest'
      ? { info: await parts.mirror.info(path, version, 'default'), own: told }
      : await infoAndOrigin(parts, path, version, told)
  const made = parseInfo(info.bytes.toString()).Origin
  // Where upstream has moved the name since, its word is about other content than the sums are of.
  const isMoved = made?.Hash !== undefined && own?.Hash !== undefined && made.Hash !== own.Hash
  const ofContent = isMoved ? made : own
  const Origin = selection ? mergeOrigins(selection, ofContent) : ofContent
  return { path, query, version, info, Origin }
}

/** The `.info` of a version with its origin: what was told with it, or upstream says now, or was kept. */
async function infoAndOrigin(
  parts: Parts,
  path: string,
  version: string,
  told: Origin | undefined,
): Promise<{ readonly info: HeldFile; readonly own: Origin | undefined }> {
  const now = told ?? (await originNow(parts, path, version))
  const info = await parts.mirror.info(path, version, 'default')
  return { info, own: now ?? parseInfo(info.bytes.toString()).Origin }
}

/** What a choice among all versions rests on; undefined for other queries, and where upstream does not tell. */
export async function originOfSelection(
  { origins }: Parts,
  path: string,
  query: string,
): Promise<Origin | undefined> {
  const prefix = selectedPrefix(path, query)
  if (prefix === undefined) return undefined
  try {
    return await origins.source(path).listOrigin?.(prefix)
  } catch (error) {
    if (Failure.is(error)) return undefined // whoever asks for the list is told
    throw error
  }
}

/** What upstream says of a version that is not held yet: more than is kept of it. */
async function originNow(
  { origins, store }: Parts,
  path: string,
  version: string,
): Promise<Origin | undefined> {
  if (store.facts.heldVersion(path, version)) return undefined
  return (await origins.source(path).query(version)).Origin
}

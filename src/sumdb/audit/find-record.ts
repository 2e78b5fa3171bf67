import { LRUCache } from 'lru-cache'
import { Failure } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { parseLookup } from '../../tlog/lookup.ts'
import { parseRecordOf } from '../../tlog/record-text.ts'
import type { ChecksumLog } from '../checksum-log.ts'

/** What checksum databases are found to have of a module version. */
export type Finding =
  | {
      readonly kind: 'logged'
      /** The name of the database. */
      readonly log: string
      /** `h1:` of the whole module, and of its go.mod. */
      readonly zip: string
      readonly goMod: string
    }
  | { readonly kind: 'not-logged' | 'private' }
  | { readonly kind: 'undetermined'; readonly reason: string }

/** Where records are looked for. */
export interface RecordPlaces {
  /** Our own log. Only what it has counts: it is not asked to take anything in. */
  readonly own?: Pick<ChecksumLog, 'name' | 'kept'> | undefined
  /** Those of others, which give only what was proved. */
  readonly others: readonly Pick<ChecksumLog, 'name' | 'kept' | 'lookup'>[]
  /** Whether a module must not be named to others. */
  readonly isPrivate: (path: string) => boolean
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/**
 * Finds the record of a version. Unless it may ask others, undefined where that takes it. Never throws a Failure: what goes
 * wrong is `undetermined`.
 */
export type FindRecord = (
  path: string,
  version: string,
  mayAsk: boolean,
) => Promise<Finding | undefined>

/** For how long it is believed that a database has no record, milliseconds, and of how many versions. */
const absentFor = 10 * 60_000
const absentKept = 50_000

/**
 * Makes the finder. Our own log counts first, then the others in their order: the next one only where those before it say that
 * they have no record. What is private is looked for in our own log alone.
 */
export function recordFinder({ own, others, isPrivate, now }: RecordPlaces): FindRecord {
  const absent = new LRUCache<string, number>({ max: absentKept })

  async function among(path: string, version: string, mayAsk: boolean) {
    const ours = await own?.kept(path, version)
    if (own && ours !== undefined) return logged(own.name, ours, path, version)
    if (isPrivate(path)) return { kind: 'private' } as const
    for (const log of others) {
      const kept = await log.kept(path, version)
      if (kept !== undefined) return logged(log.name, kept, path, version)
      const key = `${log.name} ${path}@${version}`
      const age = now() - (absent.get(key) ?? -Infinity)
      if (age >= 0 && age < absentFor) continue
      if (!mayAsk) return undefined
      const text = await asked(log, path, version)
      if (text !== undefined) return logged(log.name, text, path, version)
      absent.set(key, now())
    }
    return { kind: 'not-logged' } as const
  }

  return async (path, version, mayAsk) => {
    try {
      return await among(path, version, mayAsk)
    } catch (error) {
      if (!Failure.is(error) && !(error instanceof InvalidError)) throw error
      return { kind: 'undetermined', reason: error.message }
    }
  }
}

/** The text of a record; undefined where the log says that it has none. */
async function asked(
  log: Pick<ChecksumLog, 'lookup'>,
  path: string,
  version: string,
): Promise<string | undefined> {
  try {
    return parseLookup(await log.lookup(path, version)).text
  } catch (error) {
    if (Failure.is(error, 'not-found')) return undefined
    throw error
  }
}

/** @throws InvalidError for a record that is not of this version */
function logged(log: string, text: string, path: string, version: string): Finding {
  const { zip, goMod } = parseRecordOf(path, version, text)
  return { kind: 'logged', log, zip, goMod }
}

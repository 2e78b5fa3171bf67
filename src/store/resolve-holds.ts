import { Failure } from '../failure.ts'
import type { ContentFiles } from './content-files.ts'
import type { VersionRecord } from './content.ts'
import type { OpenFacts } from './facts/open-facts.ts'

/**
 * Ends the holds that dead processes had begun: where the record is in place and sound, the version is
 * held; where it is not, nothing was. A record that contradicts the ledger of sums is set aside.
 *
 * @param alive owners whose holds are left to them.
 */
export async function resolveHolds(
  open: OpenFacts,
  content: ContentFiles,
  alive: ReadonlySet<string>,
): Promise<void> {
  for (const { path, version, owner } of open.repairs.abandoned(alive)) {
    const record = await content.read(path, version)
    if (record !== undefined) await hold(open, content, record)
    open.repairs.drop(path, version, owner)
  }
}

async function hold({ facts }: OpenFacts, content: ContentFiles, record: VersionRecord) {
  const { path, version, zip } = record
  const modSum = facts.sumsOf(path, version)?.modSum ?? ''
  try {
    facts.enterSums({ path, version, modSum, ...(zip ? { zipSum: zip.h1 } : {}) })
    facts.finishHold({ path, version, ...factsOf(record) })
  } catch (error) {
    if (!Failure.is(error, 'mismatch')) throw error
    await content.rejectRecord(path, version, error.message)
  }
}

/** What a record says of itself, in the terms of the table `versions`. */
function factsOf(record: VersionRecord): {
  time: string | null
  originJson: string | null
  zipSize: number | null
} {
  const info = infoOf(record)
  return {
    time: typeof info['Time'] === 'string' ? info['Time'] : null,
    originJson: info['Origin'] === undefined ? null : JSON.stringify(info['Origin']),
    zipSize: record.zip?.size ?? null,
  }
}

/** `.info` as an object; empty when it is not one, for what upstream proxies send is kept as it came. */
function infoOf(record: VersionRecord): Record<string, unknown> {
  try {
    const info: unknown = JSON.parse(Buffer.from(record.info).toString('utf8'))
    return typeof info === 'object' && info !== null ? { ...info } : {}
  } catch {
    return {}
  }
}

import { Failure } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { parseDataTile } from '../../tlog/data-tile.ts'
import { openNote } from '../../tlog/note.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import { parseModuleRecord, type ModuleRecord } from '../../tlog/record-text.ts'
import { tileAt, tileWidth, type DataTile } from '../../tlog/tile.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import { parseTreeNote } from '../../tlog/tree-note.ts'
import type { Verifier } from '../../tlog/verifier.ts'
import { readTile } from '../client/read-tile.ts'
import type { RemoteLog } from '../client/remote-log.ts'
import { admittedPath, parseAdmitted, type Admitted } from './admitted.ts'

/** A copy of our log: what another server answers, or what was exported. */
export interface LogCopy {
  /** The latest head that it has, signed by the key. */
  readonly head: TreeHead
  /**
   * Its records from a number on, a tile at a time. They prove nothing before the root over all of them is compared.
   *
   * @throws Failure `mismatch` for what is no record; what reading throws
   */
  readonly records: (first: number) => AsyncGenerator<CopiedRecord[]>
}

/** A record of a copy, and how it came in, where the copy has that. */
export type CopiedRecord = ModuleRecord & Partial<Admitted>

/**
 * Opens a copy.
 *
 * @param hasAdmitted whether it is an export, which has more than what clients ask
 *
 * @throws Failure `mismatch` when its head is not signed by the key; what reading throws
 */
export async function openCopy(
  remote: RemoteLog,
  verifier: Verifier,
  hasAdmitted = false,
): Promise<LogCopy> {
  const note = await remote.read('latest')
  const head = sound(() => parseTreeNote(openNote(note, [verifier]).text, 'refuse'), 'its head')
  return {
    head,
    async *records(first) {
      for (let at = first; at < head.size;) {
        const n = Math.floor(at / tileWidth)
        const tile = { level: 'data', n, width: tileAt(head.size, 0, n)?.width ?? 0 } as const
        const { bytes, width } = await readTile(remote, tile)
        const texts = sound(() => parseDataTile(bytes, width), `its tile ${n}`)
        const records = sound(() => texts.map((text) => parseModuleRecord(text)), `its tile ${n}`)
        const admitted = hasAdmitted ? await readAdmitted(remote, { ...tile, width }) : []
        yield records
          .map((record, i) => Object.assign(record, admitted[i]))
          .slice(at - n * tileWidth, tile.width)
        at = n * tileWidth + tile.width
      }
    },
  }
}

/** An export that was made by an older program has none. */
async function readAdmitted(remote: RemoteLog, tile: DataTile): Promise<Admitted[]> {
  const path = admittedPath(tile)
  try {
    const text = Buffer.from(await remote.read(path)).toString()
    return sound(() => parseAdmitted(text, tile.width), `its ${path}`)
  } catch (error) {
    if (Failure.is(error, 'not-found')) return []
    throw error
  }
}

function sound<T>(read: () => T, what: string): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof InvalidError || error instanceof ProofError)) throw error
    throw new Failure('mismatch', `Cannot trust the copy of the log: ${what}: ${error.message}`, {
      cause: error,
    })
  }
}

import { escapePath, escapeVersion } from '../../gomod/escape.ts'
import { formatDataTile } from '../../tlog/data-tile.ts'
import { formatLookup } from '../../tlog/lookup.ts'
import { formatModuleRecord } from '../../tlog/record-text.ts'
import { newTiles, tileWidth } from '../../tlog/tile.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'
import { admittedPath, formatAdmitted } from './admitted.ts'
import { textsOf, tileOf, type PublishedTree } from './published-tree.ts'
import type { SignedHead } from './signed-head.ts'

/** A file of an export. */
export interface ExportedFile {
  /** Below the address of the log: `latest`, `lookup/…`, `tile/…`; `admitted/…` is for {@link openCopy} only. */
  readonly path: string
  readonly bytes: string | Uint8Array
}

/**
 * All that a client may ask of the tree under a head, as files: a web server can serve them, or the go command read them
 * with a GOPROXY of `file://`. The head comes last: whoever sees it finds the rest.
 *
 * @param checkpoint that of the head, or an older one of the tree that has more signatures
 *
 * Source: https://go.dev/ref/mod#checksum-database
 */
export function* exportLog(
  tree: PublishedTree,
  head: SignedHead,
  checkpoint: string,
): Generator<ExportedFile> {
  for (const tile of newTiles(0, tree.size)) {
    yield { path: formatTilePath(tile), bytes: tileOf(tree, tile) }
    if (tile.level > 0) continue
    const data = { ...tile, level: 'data' } as const
    yield { path: formatTilePath(data), bytes: formatDataTile(textsOf(tree, data)) }
    const records = tree.read.records(tile.n * tileWidth, tile.width)
    yield { path: admittedPath(data), bytes: formatAdmitted(records) }
    for (const record of records) {
      const text = formatModuleRecord(record)
      yield {
        path: `lookup/${escapePath(record.path)}@${escapeVersion(record.version)}`,
        bytes: formatLookup({ id: record.number, text, note: head.note }),
      }
    }
  }
  yield { path: 'checkpoint', bytes: checkpoint }
  yield { path: 'latest', bytes: head.note }
  yield { path: 'supported', bytes: '' }
}

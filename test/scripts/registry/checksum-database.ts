import { growingRoot } from '../../../src/tlog/growing-root.ts'
import { leafHash } from '../../../src/tlog/hash.ts'
import type { HashPlan } from '../../../src/tlog/hash-plan.ts'
import { formatLookup } from '../../../src/tlog/lookup.ts'
import { signNote } from '../../../src/tlog/note.ts'
import { parseSignerKey } from '../../../src/tlog/signer.ts'
import { planTile } from '../../../src/tlog/tile.ts'
import { parseTilePath } from '../../../src/tlog/tile-path.ts'
import { formatTreeNote } from '../../../src/tlog/tree-note.ts'
import { formatDataTile } from '../../../src/tlog/data-tile.ts'

/** A checksum database in memory, which takes a record in when it is first asked for it. */
export interface ChecksumDatabase {
  /**
   * The answer to `/latest`, `/lookup/module@version` or `/tile/…`; undefined when it has none.
   *
   * Source of the protocol: `golang.org/x/mod/sumdb.Server`.
   */
  readonly answer: (path: string) => string | Uint8Array | undefined
}

/**
 * A database that signs with `signerKey`.
 *
 * @param recordOf the lines of go.sum for `module@version`, undefined when there is no such version
 * @param first what is looked up before anybody asks, in that order
 */
export function checksumDatabase(
  signerKey: string,
  recordOf: (module: string) => string | undefined,
  first: readonly string[] = [],
): ChecksumDatabase {
  const signer = parseSignerKey(signerKey)
  const texts: string[] = []
  const numbers = new Map<string, number>()
  const tree = growingRoot()
  const hashes: Uint8Array[] = []
  const run = <T>(plan: HashPlan<T>): T =>
    plan.finish(plan.indexes.map((index) => hashes[index] ?? notYet(index)))

  function numberOf(module: string): number | undefined {
    const known = numbers.get(module)
    if (known !== undefined) return known
    const text = recordOf(module)
    if (text === undefined) return undefined
    const number = texts.push(text) - 1
    numbers.set(module, number)
    tree.append(leafHash(text), (_, hash) => hashes.push(hash))
    return number
  }
  function head(): string {
    const size = texts.length
    return signNote(formatTreeNote({ size, root: tree.root() }), [signer])
  }
  function lookUp(module: string): string | undefined {
    const id = numberOf(module)
    return id === undefined ? undefined : formatLookup({ id, text: texts[id] ?? '', note: head() })
  }
  function readTile(path: string): string | Uint8Array {
    const tile = parseTilePath(path)
    if (tile.level !== 'data') return run(planTile({ ...tile, level: tile.level }))
    return formatDataTile(texts.slice(tile.n * 256, tile.n * 256 + tile.width))
  }

  for (const module of first) numberOf(module)
  return {
    answer(path) {
      if (path === '/latest') return head()
      if (path.startsWith('/lookup/')) return lookUp(path.slice('/lookup/'.length))
      return path.startsWith('/tile/') ? readTile(path.slice(1)) : undefined
    },
  }
}

function notYet(index: number): never {
  throw new Error(`the tree has no hash ${index} yet`)
}

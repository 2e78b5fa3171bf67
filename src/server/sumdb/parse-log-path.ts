import { valid } from '../../failure.ts'
import { parseTilePath } from '../../tlog/tile-path.ts'
import type { DataTile, HashTile } from '../../tlog/tile.ts'
import { readModule } from './parse-sumdb-path.ts'

/** What readers of logs of every kind ask, and the go command does not: `path` and `version` are unescaped and checked. */
export type LogQuestion =
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'proof'; readonly path: string; readonly version: string }
  | { readonly kind: 'hashes'; readonly tile: HashTile | DataTile }
  | { readonly kind: 'entries'; readonly tile: DataTile }

/**
 * The question that a path below the name of our log asks; undefined for one that the go command may ask, which names the
 * height of tiles, 8, before their level.
 *
 * @throws Failure `invalid` when it is malformed
 *
 * Source: C2SP tlog-tiles ("Parameters", "Merkle Tree", "Log entries"), C2SP tlog-proof
 */
export function parseLogQuestion(rest: string): LogQuestion | undefined {
  return valid(() => readQuestion(rest))
}

function readQuestion(rest: string): LogQuestion | undefined {
  if (rest === 'checkpoint') return { kind: 'checkpoint' }
  if (rest.startsWith('proof/'))
    return { kind: 'proof', ...readModule(rest.slice('proof/'.length)) }
  if (/^tile\/[0-6]\//.test(rest)) {
    return { kind: 'hashes', tile: parseTilePath(rest.replace('tile/', 'tile/8/')) }
  }
  if (!rest.startsWith('tile/entries/')) return undefined
  const { n, width } = parseTilePath(rest.replace('tile/entries/', 'tile/8/data/'))
  return { kind: 'entries', tile: { level: 'data', n, width } }
}

import { InvalidError } from '../gomod/invalid-error.ts'
import { tileHeight, tileWidth, type DataTile, type HashTile } from './tile.ts'
import { maxTreeSize } from './tree-size.ts'

/**
 * The path of a tile: `tile/8/<level>/<n>`, with `.p/<width>` when it is partial. The number is in
 * groups of three digits, all but the last with an `x` before: 1234067 is `x001/x234/067`.
 *
 * Source: x/mod/sumdb/tlog.Tile.Path
 */
export function formatTilePath({ level, n, width }: HashTile | DataTile): string {
  const groups = [pad(n)]
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${pad(rest)}`)
  }
  const partial = width === tileWidth ? '' : `.p/${width}`
  return `tile/${tileHeight}/${level}/${groups.join('/')}${partial}`
}

/**
 * The tile whose {@link formatTilePath} is `path`.
 *
 * @throws InvalidError when no tile has that path, its height is not 8, or no tree is so large
 *
 * Source: x/mod/sumdb/tlog.ParseTilePath
 */
export function parseTilePath(path: string): HashTile | DataTile {
  const [, row = '', digits = '', partial] =
    /^tile\/8\/([0-6]|data)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? []
  const n = Number(digits.replaceAll(/[x/]/g, ''))
  const width = Number(partial ?? tileWidth)
  const tile: HashTile | DataTile =
    row === 'data' ? { level: row, n, width } : { level: Number(row), n, width }
  const span = tileWidth ** (tile.level === 'data' ? 0 : tile.level)
  const sound = width > 0 && width <= tileWidth && (n * tileWidth + width) * span <= maxTreeSize
  if (sound && formatTilePath(tile) === path) return tile
  throw new InvalidError(`Invalid tile path ${JSON.stringify(path.slice(0, 80))}`)
}

function pad(n: number): string {
  return String(n % 1000).padStart(3, '0')
}

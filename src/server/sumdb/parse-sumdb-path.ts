import { valid } from '../../failure.ts'
import { unescapePath, unescapeVersion } from '../../gomod/escape.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { checkRecordable } from '../../gomod/module-path.ts'
import { parseTilePath } from '../../tlog/tile-path.ts'
import type { DataTile, HashTile } from '../../tlog/tile.ts'

/** What a checksum database is asked: `path` and `version` are unescaped and checked. */
export type SumdbQuestion =
  | { readonly kind: 'supported' }
  | { readonly kind: 'latest' }
  | { readonly kind: 'lookup'; readonly path: string; readonly version: string }
  | { readonly kind: 'tile'; readonly tile: HashTile | DataTile }

/** A path below `/sumdb/`. */
export interface SumdbPath {
  /** The name of the database; undefined for one that is not in the list of names. */
  readonly name: string | undefined
  /** What is behind the name and its slash. */
  readonly rest: string
  /** What the path asks for, whatever the headers of the request do; undefined where it does not say. */
  readonly door: 'cached-only' | 'strict' | undefined
}

/**
 * Takes the name of a database off a path; undefined for one that is not below `/sumdb/`, `/strict/sumdb/` or
 * `/cached-only/sumdb/`. Names may have slashes.
 *
 * @param path as decodeTarget gives it
 * @param names of the databases that there are
 */
export function sumdbPath(path: string, names: Iterable<string>): SumdbPath | undefined {
  const [, door, below] = /^(?:\/(strict|cached-only))?\/sumdb\/(.*)$/s.exec(path) ?? []
  if (below === undefined) return undefined
  const fitting = [...names].filter((one) => below.startsWith(`${one}/`))
  const [name] = fitting.toSorted((a, b) => b.length - a.length)
  const rest = name === undefined ? below : below.slice(name.length + 1)
  return { name, rest, door: door as SumdbPath['door'] }
}

/**
 * The question that a path below the name of a database asks.
 *
 * @throws Failure `invalid` when none has that path, in one spelling each
 *
 * Source: x/mod/sumdb.Server.ServeHTTP, https://go.dev/ref/mod#checksum-database
 */
export function parseSumdbQuestion(rest: string): SumdbQuestion {
  return valid(() => readQuestion(rest))
}

function readQuestion(rest: string): SumdbQuestion {
  if (rest === 'supported') return { kind: 'supported' }
  if (rest === 'latest') return { kind: 'latest' }
  if (rest.startsWith('lookup/')) {
    return { kind: 'lookup', ...readModule(rest.slice('lookup/'.length)) }
  }
  if (rest.startsWith('tile/')) return { kind: 'tile', tile: parseTilePath(rest) }
  throw new InvalidError(
    `A checksum database has no ${JSON.stringify(rest.slice(0, 80))}: there are supported, latest, lookup/ and tile/`,
  )
}

/**
 * Reads `path@version`, escaped.
 *
 * @throws InvalidError when it is malformed, or the version is not canonical
 *
 * Source: x/mod/sumdb.Server.ServeHTTP
 */
export function readModule(module: string): { readonly path: string; readonly version: string } {
  const [escapedPath = '', escapedVersion, ...more] = module.split('@')
  if (escapedVersion === undefined || more.length > 0) {
    throw new InvalidError(
      `Invalid lookup ${JSON.stringify(module.slice(0, 200))}: not path@version`,
    )
  }
  const [path, version] = [unescapePath(escapedPath), unescapeVersion(escapedVersion)]
  checkRecordable(path, version)
  return { path, version }
}

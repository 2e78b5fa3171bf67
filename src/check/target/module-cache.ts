import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { escapePath, escapeVersion } from '../../gomod/escape.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { MAX_GO_MOD } from '../../gomod/zip-rules.ts'
import type { Origin } from '../../origin/version-info.ts'

/**
 * What the go command has downloaded on this machine. All methods give undefined for what is not there, and for what no
 * module is called.
 */
export interface ModuleCache {
  /** The bytes of a version's go.mod. */
  goMod(path: string, version: string): Promise<Uint8Array | undefined>
  /** The hash of a version's zip, as the go command found it when it downloaded that. */
  zipSum(path: string, version: string): Promise<string | undefined>
  /** Where the zip of a version would be. */
  zipFile(path: string, version: string): string | undefined
  /** Where a version was read, when that is told with a commit. Nobody signed it. */
  origin(path: string, version: string): Promise<Origin | undefined>
}

/** The largest .info and .ziphash that is read, in bytes. */
const maxSmall = 64 * 1024

/**
 * The module cache in a folder, which need not exist. It is only read, and nothing in it is trusted.
 *
 * Source: cmd/go/internal/modfetch.CachePath; the layout is that of `go help goproxy`, and a .ziphash for each zip
 */
export function moduleCache(folder: string): ModuleCache {
  function fileOf(path: string, version: string, suffix: string): string | undefined {
    try {
      const name = `${escapeVersion(version)}.${suffix}`
      return join(folder, 'cache', 'download', escapePath(path), '@v', name)
    } catch (error) {
      if (!(error instanceof InvalidError)) throw error
      return undefined
    }
  }

  async function read(path: string, version: string, suffix: string, most: number) {
    const file = fileOf(path, version, suffix)
    return file === undefined ? undefined : readSmall(file, most)
  }

  return {
    goMod: (path, version) => read(path, version, 'mod', MAX_GO_MOD),
    async zipSum(path, version) {
      return (await read(path, version, 'ziphash', maxSmall))?.toString('latin1').trim()
    },
    zipFile: (path, version) => fileOf(path, version, 'zip'),
    async origin(path, version) {
      const bytes = await read(path, version, 'info', maxSmall)
      if (bytes === undefined) return undefined
      const { parseInfo } = await import('../../origin/parse-info.ts')
      try {
        const { Version, Origin } = parseInfo(bytes.toString())
        return Version === version && Origin?.Hash !== undefined ? Origin : undefined
      } catch {
        return undefined
      }
    },
  }
}

/** A regular file of at most `most` bytes; undefined for anything else, and for what cannot be read. */
async function readSmall(file: string, most: number): Promise<Buffer | undefined> {
  try {
    await using handle = await open(file)
    const found = await handle.stat()
    return found.isFile() && found.size <= most ? await handle.readFile() : undefined
  } catch {
    return undefined
  }
}

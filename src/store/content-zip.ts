import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { OpenZip, ZipFacts } from './content.ts'
import { systemCode } from './system-failure.ts'

const chunkBytes = 256 * 1024
/** File states remembered as checked: about 200 bytes each. */
const mostRemembered = 20_000

/** A zip that must not be given out, and why. */
export interface BadZip {
  readonly damage: string
  readonly missing: boolean
}

/** Opens a zip if it is what `facts` say. */
export type CheckedOpen = (
  file: string,
  facts: Pick<ZipFacts, 'size' | 'sha256'>,
) => Promise<OpenZip | BadZip>

/**
 * Makes a function that opens zips after reading them through once. A file whose device, inode, size and
 * times are as they were at an earlier check is not read again; several callers share one reading.
 */
export function checkedOpener(): CheckedOpen {
  const checked = new Map<string, Promise<boolean>>()

  function isSound(file: FileHandle, identity: string, sha256: string): Promise<boolean> {
    const known = checked.get(identity)
    const result = known ?? hashOf(file).then((found) => found === sha256)
    checked.delete(identity)
    checked.set(identity, result)
    if (known === undefined) {
      void result.catch(() => checked.delete(identity))
      const [oldest] = checked.keys()
      if (checked.size > mostRemembered && oldest !== undefined) checked.delete(oldest)
    }
    return result
  }

  return async (path, { size, sha256 }) => {
    const file = await openIfThere(path)
    if (file === undefined) return { damage: 'the file is missing', missing: true }
    let given = false
    try {
      const is = await file.stat({ bigint: true })
      if (is.size !== BigInt(size)) {
        return { damage: `it has ${is.size} bytes instead of ${size}`, missing: false }
      }
      const identity = [is.dev, is.ino, is.size, is.mtimeNs, is.ctimeNs, sha256].join(' ')
      if (!(await isSound(file, identity, sha256))) {
        checked.delete(identity)
        return { damage: 'its bytes do not match its SHA-256', missing: false }
      }
      given = true
      return { file, size }
    } finally {
      if (!given) await file.close()
    }
  }
}

async function hashOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(chunkBytes)
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, position)
    if (bytesRead === 0) return hash.digest('hex')
    hash.update(buffer.subarray(0, bytesRead))
    position += bytesRead
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

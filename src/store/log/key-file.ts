import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Failure } from '../../failure.ts'
import { syncFolder } from '../durable.ts'
import { systemCode } from '../system-failure.ts'

/** Longer is no key. */
const longest = 4096
/** Permissions of whoever is not the owner. */
const others = 0o077
/** Opening a pipe must not wait for who writes to it: nothing could end that. */
const atOnce = constants.O_RDONLY | constants.O_NONBLOCK

/**
 * The text of a file with a private key, without the line break at its end.
 *
 * @throws Failure `invalid` when it cannot be read, or others than its owner may read or write it (where the system has
 *   such permissions). It never shows the text
 */
export async function readKeyFile(file: string): Promise<string> {
  let text: string
  try {
    await using handle = await open(file, atOnce)
    const stat = await handle.stat()
    if (!stat.isFile()) throw new Failure('invalid', `Cannot use the key in ${file}: it is no file`)
    if (process.platform !== 'win32' && (stat.mode & others) !== 0) {
      throw new Failure(
        'invalid',
        `Cannot use the key in ${file}: others than its owner have access to it`,
        {
          hint: `chmod 600 ${file}; if others may have read it, begin a log with another key and name`,
        },
      )
    }
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(longest), 0, longest, 0)
    text = buffer.toString('utf8', 0, bytesRead)
  } catch (error) {
    if (Failure.is(error)) throw error
    const why = systemCode(error) === 'ENOENT' ? 'there is no such file' : 'it cannot be read'
    throw unusable(error, `Cannot use the key in ${file}: ${why}`)
  }
  return text.replace(/\r?\n$/, '')
}

/**
 * Writes a private key to a new file that only its owner may read; it is on stable storage when this resolves.
 *
 * @throws Failure `invalid` when there is a file already, or none can be written there
 */
export async function writeKeyFile(file: string, text: string): Promise<void> {
  try {
    await using handle = await open(file, 'wx', 0o600)
    await handle.writeFile(`${text}\n`)
    await handle.sync()
    await syncFolder(dirname(file))
  } catch (error) {
    const why = systemCode(error) === 'EEXIST' ? 'there is a file already' : 'it cannot be written'
    throw unusable(error, `Cannot make the key ${file}: ${why}`)
  }
}

function unusable(error: unknown, text: string): Failure {
  const code = systemCode(error)
  if (code === undefined) throw error
  return new Failure('invalid', /^(?:EEXIST|ENOENT)$/.test(code) ? text : `${text} (${code})`, {
    cause: error,
  })
}

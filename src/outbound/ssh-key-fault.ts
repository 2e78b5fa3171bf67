import { constants } from 'node:fs'
import { access, open, stat } from 'node:fs/promises'
import type { SshAccess } from './ssh-access.ts'

/** A key of 16384 bits takes 13 kB. */
const maxKey = 64 * 1024

/**
 * What is wrong with the files of an entry, without their paths and without anything that stands in them; undefined
 * when nothing is wrong that can be seen.
 */
export async function sshKeyFault({ key, knownHosts }: SshAccess): Promise<string | undefined> {
  const found = await stat(key).catch(() => undefined)
  if (!found) return 'its key is not there, or cannot be looked at'
  if (!found.isFile()) return 'its key is not a file'
  if (isTooOpen(found))
    return 'its key may be read by others, which ssh does not accept (chmod 600)'
  const fault = await contentFault(key)
  if (fault !== undefined) return `its key ${fault}`
  const known = await stat(knownHosts).catch(() => undefined)
  if (known && !known.isFile()) return 'its known-hosts file is not a file'
  const isKnown = await access(knownHosts, constants.R_OK).then(
    () => true,
    () => false,
  )
  return isKnown ? undefined : 'its known-hosts file cannot be read'
}

/** Source: OpenSSH `sshkey_perm_ok`: only the owner's own files are judged. */
function isTooOpen({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean {
  return process.getuid?.() === uid && (mode & 0o077) !== 0
}

async function contentFault(path: string): Promise<string | undefined> {
  const text = await beginning(path)
  if (text === undefined) return 'cannot be read'
  const [, kind, body = ''] = /-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----([^-]*)/.exec(text) ?? []
  if (kind === undefined) return 'is not a private key'
  const isLocked = kind === 'OPENSSH ' ? cipherOf(body) !== 'none' : text.includes('ENCRYPTED')
  return isLocked ? 'has a passphrase, and nobody is here to give it' : undefined
}

async function beginning(path: string): Promise<string | undefined> {
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(maxKey), 0, maxKey, 0)
    return buffer.toString('latin1', 0, bytesRead)
  } catch {
    return undefined
  }
}

/** Source: OpenSSH `PROTOCOL.key`: a magic text with its NUL, then the name of the cipher behind its length. */
function cipherOf(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  const start = 'openssh-key-v1\0'.length
  if (bytes.length < start + 4) return ''
  return bytes.toString('latin1', start + 4, start + 4 + bytes.readUInt32BE(start))
}

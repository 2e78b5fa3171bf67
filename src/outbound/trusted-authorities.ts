import { X509Certificate } from 'node:crypto'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { getCACertificates } from 'node:tls'
import { Failure } from '../failure.ts'

/** Files of certificates of those who vouch for servers, in PEM. */
export interface AuthoritySources {
  /** Trusted beside all others. */
  readonly ca?: string | undefined
  /** `SSL_CERT_FILE`: with {@link certDir} in place of what Node.js knows. */
  readonly certFile?: string | undefined
  /** `SSL_CERT_DIR`: folders, with the separator of the system between them. */
  readonly certDir?: string | undefined
}

/**
 * The certificates (PEM) that are trusted; undefined for those that Node.js knows and no others.
 *
 * Source: `crypto/x509`, `loadSystemRoots`; but a file or folder that is named is used in place of all others, and must
 * be there
 *
 * @throws Failure `invalid` naming the file that cannot be used, and why
 */
export async function trustedAuthorities({
  ca,
  certFile,
  certDir,
}: AuthoritySources): Promise<readonly string[] | undefined> {
  if (!ca && !certFile && !certDir) return undefined
  const own = ca ? await fromFile(ca, 'outbound.ca') : []
  if (!certFile && !certDir) return [...getCACertificates('default'), ...own]
  const folders = (certDir ?? '').split(delimiter).filter((folder) => folder !== '')
  const named = [
    ...(certFile ? await fromFile(certFile, 'SSL_CERT_FILE') : []),
    ...(await Promise.all(folders.map(fromFolder))).flat(),
  ]
  if (named.length === 0) throw unusable(String(certDir), 'SSL_CERT_DIR', 'it has no certificate')
  return [...new Set([...named, ...own])]
}

async function fromFile(path: string, setting: string): Promise<string[]> {
  const text = await readFile(path, 'latin1').catch((error: unknown) => {
    throw unusable(path, setting, reasonOf(error))
  })
  const found = certificatesIn(text)
  if (found.length === 0) throw unusable(path, setting, 'it has no certificate in PEM')
  // A file that was named for its one certificate must not lose it unseen.
  if (setting === 'outbound.ca' && found.length < blocksIn(text).length) {
    throw unusable(path, setting, 'one of its certificates is malformed')
  }
  return found
}

/** What cannot be read there counts for nothing. A link to a neighbour is one more name for it. */
async function fromFolder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw unusable(folder, 'SSL_CERT_DIR', reasonOf(error))
  })
  const found: string[] = []
  for (const entry of entries) {
    const path = join(folder, entry.name)
    const target = entry.isSymbolicLink() ? await readlink(path).catch(() => '') : '/'
    if (!target.includes('/')) continue
    found.push(...certificatesIn(await readFile(path, 'latin1').catch(() => '')))
  }
  return found
}

function blocksIn(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
}

function certificatesIn(text: string): string[] {
  return blocksIn(text).filter((block) => {
    try {
      return new X509Certificate(block).subject !== undefined
    } catch {
      return false
    }
  })
}

function unusable(path: string, setting: string, reason: string): Failure {
  return new Failure('invalid', `Cannot use the certificates of ${path} (${setting}): ${reason}`)
}

function reasonOf(error: unknown): string {
  const { code = String(error) } = error as NodeJS.ErrnoException
  return reasons[code] ?? `it cannot be read (${code})`
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'it is not a folder',
}

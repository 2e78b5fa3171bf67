import { escapePath, escapeVersion } from '../../src/gomod/escape.ts'
import { formatSignerKey, parseSignerKey } from '../../src/tlog/signer.ts'
import { formatVerifierKey, parseVerifierKey } from '../../src/tlog/verifier.ts'
import type { ChecksumDatabase } from '../../src/verify/observe/checksum-database.ts'
import type { Forge } from '../forge/forge.ts'
import { checksumDatabase } from '../scripts/registry/checksum-database.ts'
import type { Sums } from './rot-case.ts'

/** A record, and whose it is. */
interface Record extends Sums {
  readonly path: string
  readonly version: string
}

/** Has the forge play a checksum database `sum-NAME.test` with one record that matters. */
export function playDatabase(
  forge: Forge,
  name: string,
  { path, version, goSum, goModSum }: Record,
): ChecksumDatabase {
  const host = `sum-${name}.test`
  const signerKey = formatSignerKey(host, Buffer.alloc(32, 1), 1)
  const asked = `${escapePath(path)}@${escapeVersion(version)}`
  const text = `${path} ${version} ${goSum}\n${path} ${version}/go.mod ${goModSum}\n`
  const database = checksumDatabase(signerKey, (module) => (module === asked ? text : undefined))
  forge.script((request) => {
    if (request.host !== host) return undefined
    const body = database.answer(request.path)
    return { kind: 'page', status: body === undefined ? 404 : 200, body: body ?? '' }
  })
  const verifier = parseVerifierKey(formatVerifierKey(parseSignerKey(signerKey)))
  return { url: `https://${host}`, verifier, excludes: () => false }
}

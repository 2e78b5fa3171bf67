import { hash } from 'node:crypto'
import { unescapePath, unescapeVersion } from '../../../src/gomod/escape.ts'
import { goModSum, hash1 } from '../../../src/gomod/h1.ts'
import type { Archives } from './archives.ts'

/** The key pair of the database that the scripts of the go command trust. Source: `cmd/go/proxy_test.go`. */
export const databaseName = 'localhost.localdev/sumdb'
const keyId = '00000c67'
export const verifierKey = `${databaseName}+${keyId}+AcTrnkbUA+TU4heY3hkjiSES/DSQniBqIeQ/YppAUtK6`
export const signerKey = `PRIVATE+KEY+${databaseName}+${keyId}+AXu6+oaVaOYuQOFrf1V59JK1owcFlJcHwwXHDfDGxSPk`

/** The two lines of go.sum for `module@version` (escaped), true or with hashes that fit nothing. */
export function sumsOf(archives: Archives, truth: 'true' | 'wrong') {
  return (module: string): string | undefined => {
    const at = module.lastIndexOf('@')
    const path = unescapePath(module.slice(0, at))
    const version = unescapeVersion(module.slice(at + 1))
    const found = archives.find(path, version)
    if (truth === 'wrong') return lines(path, version, 'h1:wrong', 'h1:wrong')
    if (found === undefined) return undefined
    const files = found.files.map(({ name, content }) => ({
      name,
      sha256: hash('sha256', content, 'hex'),
    }))
    return lines(path, version, hash1(files), goModSum(found.mod ?? Buffer.alloc(0)))
  }
}

function lines(path: string, version: string, zip: string, mod: string): string {
  return `${path} ${version} ${zip}\n${path} ${version}/go.mod ${mod}\n`
}

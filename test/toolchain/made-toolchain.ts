import { hash1, goModSum } from '../../src/gomod/h1.ts'
import { createZipWriter } from '../../src/origin/zip/write-zip.ts'

/** A Go toolchain of a test's making, as go.dev/dl/mod would serve it. */
export interface MadeToolchain {
  /** Such as `v0.0.1-go1.99.1.linux-amd64`. */
  readonly version: string
  /** Its files by their ending. */
  readonly files: Readonly<Record<'info' | 'mod' | 'zip', Buffer>>
  /** As in go.sum. */
  readonly zipSum: string
  readonly modSum: string
}

/** What differs from a sound small toolchain. */
export interface MadeOptions {
  /** What `bin/go version` says after the version. */
  readonly remark?: string
  /** Bytes of a file that does not shrink. */
  readonly ballast?: Uint8Array
}

/**
 * Makes the toolchain `name` (`go1.99.1`) for a platform: its `bin/go` is a shell script that tells the version.
 *
 * Source: cmd/distpack, which writes the real ones
 */
export async function madeToolchain(
  name: string,
  platform: { readonly os: string; readonly arch: string },
  { remark = 'made', ballast = Buffer.alloc(0) }: MadeOptions = {},
): Promise<MadeToolchain> {
  const version = `v0.0.1-${name}.${platform.os}-${platform.arch}`
  const script = `#!/bin/sh\necho "go version ${name} ${platform.os}/${platform.arch} ${remark}"\n`
  const content = {
    VERSION: Buffer.from(`${name}\n`),
    'bin/go': Buffer.from(script),
    'bin/gofmt': Buffer.from('#!/bin/sh\n'),
    'lib/ballast': ballast,
    'pkg/tool/none': Buffer.from(''),
    'src/_go.mod': Buffer.from('module std\n'),
    'src/vendor/x.test/y/y.go': Buffer.from('package y\n'),
  }
  const chunks: Uint8Array[] = []
  const writer = createZipWriter(async (bytes) => void chunks.push(Uint8Array.from(bytes)))
  const add = async (file: string, bytes: Uint8Array) =>
    writer.add(`golang.org/toolchain@${version}/${file}`, bytes.length, one(bytes))
  for (const [file, bytes] of Object.entries(content)) await add(file, bytes)
  const { files } = await writer.finish()
  writer.close()
  const mod = Buffer.from('module golang.org/toolchain\n')
  const info = Buffer.from(JSON.stringify({ Version: version, Time: '2026-01-02T03:04:05Z' }))
  return {
    version,
    files: { info, mod, zip: Buffer.concat(chunks) },
    zipSum: hash1(files),
    modSum: goModSum(mod),
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import type { FoundVersion, ModuleSource } from '../origin/module-source.ts'
import { hashZip } from '../origin/zip/hash-zip.ts'
import type { HeldZip } from './mirror.ts'

/** The module, and the version of it that upstream has. */
export const path = 'git.test/x'
export const version = 'v1.0.0'

/** What upstream has, and how often it was asked. */
export interface Upstream {
  goMod: string
  code: string
  hash: string
  finds: number
  cuts: number
  trouble: Error | undefined
  /** Held back until this resolves. */
  gate: Promise<void> | undefined
}

/** Upstream as a test finds it. */
export const freshUpstream = (): Upstream => ({
  goMod: `module ${path}\n`,
  code: 'package x\n',
  hash: '1'.repeat(40),
  finds: 0,
  cuts: 0,
  trouble: undefined,
  gate: undefined,
})

/** Publishes the versions anew, as other commits with other code. */
export function changeUpstream(upstream: Upstream): void {
  upstream.code = 'package evil\n'
  upstream.hash = '2'.repeat(40)
}

/** Zips of the same content are the same bytes. */
const mtime = new Date('2020-01-02T03:04:05Z')

async function write(target: string, { goMod, code }: Upstream, name: string): Promise<void> {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(goMod), `${path}@${name}/go.mod`, { mtime })
  zip.addBuffer(Buffer.from(code), `${path}@${name}/a.go`, { mtime })
  zip.end()
  await writeFile(target, await buffer(zip.outputStream), { flag: 'wx' })
}

/** What upstream has, as a source. */
export function sourceOf(upstream: Upstream): ModuleSource {
  const info = (name: string, Ref?: string) => ({
    Version: name,
    Time: '2020-01-02T03:04:05Z',
    Origin: { VCS: 'git', URL: 'https://git.test/x', Hash: upstream.hash, ...(Ref && { Ref }) },
  })
  const asked = async () => {
    upstream.finds++
    await upstream.gate
    if (upstream.trouble) throw upstream.trouble
  }
  return {
    async versions() {
      await asked()
      return ['v1.0.0', 'v1.1.0']
    },
    async latest() {
      await asked()
      return info('v1.1.0')
    },
    async query() {
      await asked()
      return info('v0.0.0-20200102030405-0123456789ab')
    },
    async find(name): Promise<FoundVersion> {
      await asked()
      return {
        info: info(name, `refs/tags/${name}`),
        goMod: Buffer.from(upstream.goMod),
        async cut(target) {
          upstream.cuts++
          if (upstream.trouble) throw upstream.trouble
          await write(target, upstream, name)
          return hashZip(target, path, name)
        },
      }
    },
  }
}

/** The SHA-256 of a zip's bytes, in hex; closes it. */
export async function bytesOf({ file }: HeldZip): Promise<string> {
  await using _ = file
  return createHash('sha256')
    .update(await file.readFile())
    .digest('hex')
}

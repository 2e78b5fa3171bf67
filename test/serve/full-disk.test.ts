import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { headwaterHome, startHeadwater, type HeadwaterHome } from '../oracle/headwater.ts'
import { ask, filesOf } from './ask.ts'
import { heldFiles, leftOvers } from './data-folder.ts'
import { noise } from './noise.ts'
import { releases } from './releases.ts'
import { askByFive } from './waiters.ts'

const module = 'github.com/acme/x'
const kibibyte = 1024

/** A home whose data lies on a file system of 16 MiB; undefined where this process may not make one. */
async function smallHome(t: TestContext): Promise<HeadwaterHome | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const home = await headwaterHome()
  await mkdir(home.data)
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', home.data])
  t.after(async () => {
    if (status === 0) spawnSync('umount', [home.data])
    await home[Symbol.asyncDispose]()
  })
  return status === 0 ? home : undefined
}

/** Fills a disk but for so many bytes; the function returned makes room again. */
async function fill(folder: string, free: number): Promise<() => Promise<void>> {
  const file = join(folder, 'filler')
  const { bavail, bsize } = await statfs(folder)
  await writeFile(file, Buffer.alloc(bavail * bsize - free))
  return () => rm(file)
}

/** What is left of the disk: not enough for the objects, and enough for them but not for the zip. */
const rooms = { repository: 200 * kibibyte, zip: 1400 * kibibyte }

for (const [what, free] of Object.entries(rooms)) {
  test(`headwater serve answers 503 with the reason to all who wait when the ${what} does not fit on the disk`, async (t) => {
    const home = await smallHome(t)
    if (home === undefined) return t.skip('cannot mount a small file system here')
    await using forge = await startForge()
    const large = { files: { noise: noise(1 << 20) }, tags: ['v1.1.0'] }
    await repository(forge, module, [...releases(module, 'v1.0.0'), large])
    await using server = await startHeadwater(home, { settings: { rewrite: forge.rewrites() } })
    const [, , held = ''] = filesOf(module, 'v1.0.0')
    const [, , wanted = ''] = filesOf(module, 'v1.1.0')
    assert.equal((await ask(server, held)).status, 200)

    const makeRoom = await fill(home.data, free)
    const { status, text, headers } = await askByFive(server, wanted)
    assert.equal(status, 503, text)
    assert.match(text, /disk is full|No space left/)
    assert.match(text, /disk space|space on the disk/)
    assert.ok(headers.has('retry-after'))
    assert.equal((await ask(server, held)).status, 200)
    assert.deepEqual(await leftOvers(home), [])
    const files = await heldFiles(home)
    assert.deepEqual(
      files.filter((file) => file.endsWith('v1.1.0.zip')),
      [],
    )
    await makeRoom()
    assert.equal((await ask(server, wanted)).status, 200)
    assert.match(
      server.stderr(),
      /^[^\n]*"the disk is full: nothing new is kept, and what is held is served"}\n$/,
    )
  })
}

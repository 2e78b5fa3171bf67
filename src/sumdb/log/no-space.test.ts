import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { guardFile } from '../../store/log/guard-file.ts'
import { openLogFile } from '../../store/log/log-file.ts'
import { fill, smallDisk } from '../../../test/forge/small-disk.ts'
import { makeLog } from './make-log.ts'
import { numbered, numberedFrom, testKey, testLog } from './own-tree.test-data.ts'
import { verifyLog } from './verify-log.ts'

for (const what of ['database', 'guard'] as const) {
  void test(`a full disk below the ${what} takes nothing back, and lets the log go on later`, async (t) => {
    const disk = smallDisk(t)
    if (disk === undefined) return t.skip('cannot mount a small file system here')
    const log = await testLog(t)
    const options =
      what === 'database'
        ? {
            ...log.options,
            file: join(disk, 'log.db'),
            guard: guardFile(join(log.folder, 'guard')),
          }
        : {
            ...log.options,
            file: join(log.folder, 'log.db'),
            guard: guardFile(join(disk, 'guard')),
          }
    await makeLog(options.file, options.guard, testKey, 1)
    const tree = log.open(options)
    await tree.append(numberedFrom(0, 300))
    const filler = fill(disk)
    let size = 300
    // What has room is taken; then nothing is, and what was published is told all the while.
    await assert.rejects(
      async () => {
        for (; size < 100_000; size += 500) await tree.append(numberedFrom(size, 500))
      },
      (error) =>
        Failure.is(error, 'no-space') && /the disk of the server is full/.test(error.message),
    )
    for (let i = 0; i < 3; i++) {
      assert.equal((await tree.open()).published.size, size)
      await assert.rejects(tree.append([numbered(size)]), { code: 'no-space' })
    }
    rmSync(filler)
    await tree.append(numberedFrom(size, 500))
    assert.equal((await tree.open()).published.size, size + 500)
    tree.close()
    const { read, close } = await openLogFile(options.file, testKey.text)
    assert.deepEqual(verifyLog(read).faults, [])
    close()
  })
}

import assert from 'node:assert/strict'
import { createReadStream, existsSync } from 'node:fs'
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, beforeEach, suite, test } from 'node:test'
import { startForge, type Forge } from '../../../test/forge/forge.ts'
import { isolated } from '../../../test/forge/isolation.ts'
import { repository, type Repository } from '../../../test/forge/repository.ts'
import { must } from '../../../test/forge/run.ts'
import { temporaryFolder, type TemporaryFolder } from '../../../test/forge/temporary-folder.ts'
import type { Depot } from './depot.ts'
import { findDepot, openDepot } from './open-depot.ts'
import type { ObjectFormat } from './refs.ts'

const limits = { maxBytes: 1e9 }
const at = (folder: string, objectFormat: ObjectFormat) => ({
  folder,
  url: 'https://git.test/x',
  objectFormat,
})

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('PACK\0\0\0\x02\0\0\0\x09')
  throw new Error('gone')
}

suite('openDepot()', () => {
  let forge: Forge
  let made: Repository
  let temporary: TemporaryFolder
  let folder: string
  let count = 0
  before(async () => {
    forge = await startForge()
    temporary = await temporaryFolder('open-depot')
    made = await repository(forge, 'git.test/x', [
      {
        files: {
          'go.mod': 'module m\n',
          '.gitattributes': '*.txt export-ignore\n*.c export-subst\n*.f filter=evil diff=evil\n',
          'a.txt': 'one\ntwo\n',
          'b.c': '$Format:%H$\n',
          'c.f': 'plain\n',
        },
      },
    ])
  })
  beforeEach(() => {
    folder = join(temporary.path, `depot-${++count}`)
  })
  after(async () => {
    await temporary[Symbol.asyncDispose]()
    await forge.close()
  })

  const commit = () => made.commits[0] ?? ''
  async function pack(): Promise<string> {
    await made.git('repack', '-adq')
    const packs = join(made.folder, 'objects', 'pack')
    const name = (await readdir(packs)).find((file) => file.endsWith('.pack'))
    return join(packs, name ?? '')
  }
  async function fill(depot: Depot): Promise<void> {
    await depot.addPack(createReadStream(await pack()) as AsyncIterable<Buffer>, false)
  }
  async function tarOf(depot: Depot): Promise<string> {
    await using archive = depot.archive(commit(), '', 'tar')
    let tar = ''
    for await (const chunk of archive.output as AsyncIterable<Buffer>)
      tar += chunk.toString('latin1')
    assert.deepEqual(await archive.finished, { code: 0, stderr: '' })
    return tar
  }

  test('makes a repository, and finds it again', async () => {
    assert.equal(await findDepot(at(folder, 'sha1'), limits), undefined)
    const depot = await openDepot(at(folder, 'sha1'), limits)
    await fill(depot)
    assert.equal((await findDepot(at(folder, 'sha1'), limits))?.id, depot.id)
    assert.equal(await findDepot(at(folder, 'sha1'), limits, depot), depot)
    assert.equal(await findDepot(at(folder, 'sha256'), limits), undefined)
    const again = await openDepot(at(folder, 'sha1'), limits)
    assert.equal(await again.typeOf(commit()), 'commit')
    assert.equal(await again.typeOf('0'.repeat(40)), undefined)
  })

  test('makes it anew when it was made for other hashes, or was not finished', async () => {
    const depot = await openDepot(at(folder, 'sha1'), limits)
    await fill(depot)
    await writeFile(join(folder, 'state.json'), '{}')
    const other = await openDepot(at(folder, 'sha256'), limits)
    assert.notEqual(other.id, depot.id)
    assert.equal(existsSync(join(folder, 'state.json')), false)
    await writeFile(join(folder, 'ready'), '')
    assert.notEqual((await openDepot(at(folder, 'sha256'), limits)).id, other.id)
  })

  test('removes what killed programs left, and nothing else', async () => {
    const depot = await openDepot(at(folder, 'sha1'), limits)
    await fill(depot)
    const left = ['objects/pack/tmp_pack_x', 'objects/pack/tmp_idx_x', 'packed-refs.lock']
    const inside = join(folder, 'repository')
    for (const name of left) await writeFile(join(inside, name), '')
    const again = await openDepot(at(folder, 'sha1'), limits)
    for (const name of left) {
      assert.equal(existsSync(join(inside, name)), false, name)
    }
    assert.equal(await again.typeOf(commit()), 'commit')
  })

  test('leaves no unfinished pack when the source breaks off', async () => {
    const depot = await openDepot(at(folder, 'sha1'), limits)
    await assert.rejects(depot.addPack(broken(), false), { message: 'gone' })
    assert.deepEqual(await readdir(join(folder, 'repository', 'objects', 'pack')), [])
  })

  test('reads nothing of the machine, its user or the environment', async () => {
    const home = join(temporary.path, 'hostile')
    const touched = join(temporary.path, 'touched')
    await mkdir(join(home, 'hooks'), { recursive: true })
    const touch = `touch ${touched}`
    for (const hook of ['reference-transaction', 'post-checkout', 'pre-auto-gc']) {
      await writeFile(join(home, 'hooks', hook), `#!/bin/sh\n${touch}\n`)
      await chmod(join(home, 'hooks', hook), 0o755)
    }
    const settings = [
      ['core.hooksPath', join(home, 'hooks')],
      ['core.attributesFile', join(home, 'attributes')],
      ['core.fsmonitor', touch],
      ['core.sshCommand', touch],
      ['core.autocrlf', 'true'],
      ['core.eol', 'crlf'],
      ['tar.umask', '0077'],
      ['filter.evil.smudge', `sh -c "${touch}; cat"`],
      ['init.templateDir', join(home, 'template')],
      ['init.defaultObjectFormat', 'sha256'],
    ]
    await writeFile(join(home, 'attributes'), '* export-ignore\n')
    for (const [name = '', value = ''] of settings) {
      await must('git', ['config', '--file', join(home, '.gitconfig'), name, value], {
        cwd: home,
        env: isolated(home),
      })
    }
    const plain = await openDepot(at(folder, 'sha1'), limits)
    await fill(plain)
    const expected = await tarOf(plain)
    const hostile: Record<string, string> = {
      HOME: home,
      XDG_CONFIG_HOME: home,
      GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
      GIT_CONFIG_SYSTEM: join(home, '.gitconfig'),
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.attributesFile',
      GIT_CONFIG_VALUE_0: join(home, 'attributes'),
      GIT_DIR: home,
      GIT_WORK_TREE: home,
      GIT_OBJECT_DIRECTORY: home,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: home,
      GIT_NAMESPACE: 'x',
      GIT_TEMPLATE_DIR: home,
      GIT_DEFAULT_HASH: 'sha256',
      GIT_TRACE: touched,
    }
    const before = { ...process.env }
    Object.assign(process.env, hostile)
    try {
      const depot = await openDepot(at(`${folder}-hostile`, 'sha1'), limits)
      await fill(depot)
      await depot.setRefs([{ name: 'refs/heads/main', hash: commit(), commit: commit() }])
      assert.ok(await depot.isReachable(commit()))
      assert.equal(await tarOf(depot), expected)
      assert.match(expected, /\$Format:%H\$/)
      assert.match(expected, /one\ntwo\n/)
      const mod = await depot.readFile(commit(), 'go.mod', 99)
      assert.equal(mod?.toString(), 'module m\n')
      assert.equal(existsSync(touched), false)
    } finally {
      for (const name of Object.keys(hostile)) {
        if (before[name] === undefined) delete process.env[name]
        else process.env[name] = before[name]
      }
    }
  })
})

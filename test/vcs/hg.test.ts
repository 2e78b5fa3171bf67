import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { join } from 'node:path'
import { hgHost } from '../../src/origin/hg/hg-host.ts'
import { openLocks } from '../../src/store/locks.ts'
import { openTestGate } from '../open-test-gate.ts'
import { compareWithGo } from './compare.ts'
import { missing, startServer, type ProgramServer } from './program-server.ts'
import { workFolder, type WorkFolder } from './work-folder.ts'

const skip = missing('hg', 'go')

const webArgs = (port: number) => `serve --web-conf web.conf -a 127.0.0.1 -p ${port}`.split(' ')

suite('a Mercurial repository', { skip }, () => {
  let work: WorkFolder
  let server: ProgramServer
  const at = (name: string) => `http://127.0.0.1:${server.port}/${name}`

  before(async () => {
    work = await workFolder('hg')
    await work.run('main', 'hg', 'init')
    await work.write('main', {
      'go.mod': 'module hg.test/main\n\ngo 1.21\n',
      'm.go': 'package m\n',
      'l.go': '-> m.go',
      'żółw.go': 'package m\r\n',
      LICENSE: 'free\n',
      'sub/go.mod': 'module hg.test/main/sub\n',
      'sub/s.go': 'package sub\n',
      'v2/go.mod': 'module hg.test/main/v2\n',
      'vendor/x/x.go': 'package x\n',
    })
    await commit('main', '2024-01-02 03:04:05 +0200')
    await tag('main', 'v0.1.0', '0')
    await tag('main', 'sub/v0.1.0', '0')
    await work.write('main', { 'm.go': 'package m // 2\n' })
    await commit('main', '2024-02-02 03:04:05 +0200')
    await tag('main', 'v1.0.0', '3')
    await tag('main', 'v2.0.0', '3')
    await work.run('main', 'hg', 'branch', '-q', 'v1.9.0')
    await work.write('main', { 'm.go': 'package m // branch\n' })
    await commit('main', '2024-03-02 03:04:05 +0200')
    await work.run('main', 'hg', 'commit', '--close-branch', '-m', 'x', '-d', '2024-03-02 +0000')
    await work.run('main', 'hg', 'update', '-q', 'default')
    await work.run('main', 'hg', 'bookmark', '-i', '-r', '1', 'mark')
    await work.write('main', { 'm.go': 'package m // last\n' })
    await commit('main', '2024-04-02 03:04:05 +0200')

    await work.run('old', 'hg', 'init')
    await work.write('old', { 'l.go': 'package l\n' })
    await commit('old', '2024-01-02 03:04:05 +0200')
    await tag('old', 'v2.0.0', '0')
    await work.run('empty', 'hg', 'init')
    for (const name of ['growing', 'shrinking']) {
      await work.run(name, 'hg', 'init')
      await work.write(name, { 'a.go': 'package a\n' })
      await commit(name, '2024-01-02 03:04:05 +0000')
    }
    await work.write('.', { 'web.conf': `[paths]\n/ = ${work.path}/*\n` })
    server = await startServer('hg', webArgs, { cwd: work.path, env: work.env })
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
    await work[Symbol.asyncDispose]()
  })

  const commit = (repository: string, date: string) =>
    work.run(repository, 'hg', 'commit', '-q', '-A', '-m', 'x', '-d', date)
  const tag = (repository: string, name: string, rev: string) =>
    work.run(repository, 'hg', 'tag', '-r', rev, '-d', '2024-02-02 04:00:00 +0000', name)
  const id = (rev: string) => work.run('main', 'hg', 'log', '-r', rev, '-T', '{node|short}')

  const pseudo = async (base: string, rev: string) => {
    const args = ['log', '-r', rev, '-T', '{node|short} {date|hgdate}']
    const [node, seconds] = (await work.run('main', 'hg', ...args)).split(' ')
    const stamp = new Date(Number(seconds) * 1000).toISOString().replaceAll(/[-:T]|\..*/g, '')
    return `${base}.${stamp}-${node}`
  }

  /** A host that begins with nothing. */
  async function open(name: string) {
    const locks = await openLocks(join(work.path, 'locks', name))
    const { gate, records } = openTestGate([{ from: 'https://hg.test/', to: at('') }])
    const folder = join(work.path, 'copies', name)
    let now = 0
    const host = hgHost(`https://hg.test/${name}`, {
      gate,
      now: () => (now += 1),
      folder,
      lock: (of) => locks.lock(of),
      maxBytes: 1e9,
    })
    return { host, records, folder, gate }
  }

  test('gives what go gives of its tags, branches, hashes and numbers', async () => {
    const first = await id('1')
    await compareWithGo({
      root: 'hg.test/main',
      vcs: 'hg',
      url: at('main'),
      ask: {
        'v0.1.0': 'v0.1.0',
        'v1.0.0': 'v1.0.0',
        latest: 'v1.0.0',
        [first]: `v0.1.1-0.20240202040000-${first}`,
        default: await pseudo('v1.0.1-0', 'default'),
        '2': await pseudo('v0.1.1-0', '2'),
        'v1.9.0': /is not a tag/,
        'v1.0.1': /unknown revision/,
        'v2.0.0': /must match major version/,
        '/sub@v0.1.0': 'v0.1.0',
        '/v2@v2.0.0': 'v2.0.0',
        [`v0.1.1-0.20240202040000-${first}`]: `v0.1.1-0.20240202040000-${first}`,
        [`v0.2.1-0.20240202040000-${first}`]: /preceding tag/,
        [`v1.0.1-0.20240202040000-${first}`]: /is not a descendent/,
      },
    })
  })

  test('gives what go gives of tip and of a bookmark', async () => {
    const ask = { tip: await pseudo('v1.0.1-0', 'tip'), mark: await pseudo('v0.1.1-0', '1') }
    await compareWithGo({ root: 'hg.test/main', vcs: 'hg', url: at('main'), ask })
  })

  test('gives what go gives of a repository without go.mod', async () => {
    const ask = { latest: 'v2.0.0+incompatible', 'v2.0.0+incompatible': 'v2.0.0+incompatible' }
    await compareWithGo({ root: 'hg.test/old', vcs: 'hg', url: at('old'), ask })
  })

  test('refuses what go refuses of an empty repository and of none', async () => {
    const ask = { 'v1.0.0': /unknown revision/ }
    await compareWithGo({ root: 'hg.test/empty', vcs: 'hg', url: at('empty'), ask })
    await compareWithGo({ root: 'hg.test/none', vcs: 'hg', url: at('none'), ask: { main: /./ } })
  })

  test('stat() takes no expression for a revision', async () => {
    const { host } = await open('main')
    const view = await host.view(0)
    for (const name of ['default^', 'all()', "r'tip'", '-r0', '', 'null', '.', '0:2', 'tip\n']) {
      await assert.rejects(view.stat(name), { code: 'not-found' }, name)
    }
  })

  test('view() records its requests under the original URL and sees what is new', async () => {
    const { host, records } = await open('growing')
    assert.deepEqual((await host.view(0)).tags, [])
    assert.ok(
      records.every(
        ({ url, status }) => url.startsWith('https://hg.test/growing') && status === 200,
      ),
    )
    assert.ok(records.length > 0 && records.every(({ received }) => received > 0))
    await tag('growing', 'v1.0.0', '0')
    assert.deepEqual(
      (await host.view(0)).tags.map(({ name }) => name),
      ['v1.0.0'],
    )
  })

  test('view() forgets what upstream took back', async () => {
    await tag('shrinking', 'v1.0.0', '0')
    const { host } = await open('shrinking')
    assert.equal((await host.view(0)).tags.length, 1)
    await work.run('shrinking', 'hg', '--config', 'extensions.strip=', 'strip', '--no-backup', '1')
    const view = await host.view(0)
    assert.deepEqual(view.tags, [])
    await assert.rejects(view.stat('1'), { code: 'not-found' })
  })

  test('view() makes a damaged copy anew', async () => {
    const { host, folder } = await open('old')
    await host.view(0)
    await work.run(
      folder.slice(work.path.length + 1),
      'sh',
      '-c',
      'for f in */copy/.hg/store/00c*; do echo x > $f; done',
    )
    assert.equal((await host.view(0)).tags.length, 1)
  })
})

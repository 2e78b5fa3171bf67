import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { codeSource } from '../../src/origin/code/code-source.ts'
import { placeModule } from '../../src/origin/code/place.ts'
import { svnHost } from '../../src/origin/svn/svn-host.ts'
import { canonicalInfo, formatInfo } from '../../src/origin/version-info.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { goDirect, type Go } from '../oracle/go.ts'
import { openTestGate, type TestGate } from '../open-test-gate.ts'
import { missingApache, startApache, type Apache } from './apache.ts'
import { plainly } from './compare.ts'
import { missing } from './program-server.ts'
import { workFolder, type WorkFolder } from './work-folder.ts'

const skip = missing('svn', 'svnadmin', 'go') || missingApache()

suite('a Subversion repository', { skip }, () => {
  let work: WorkFolder
  let server: Apache
  let opened: TestGate
  let forge: Forge
  let go: Go
  let url = ''

  before(async () => {
    work = await workFolder('svn')
    const root = `file://${work.path}/r`
    await work.run('.', 'svnadmin', 'create', 'r')
    await work.write('r/hooks', { 'pre-revprop-change': '#!/bin/sh\nexit 0\n' })
    await work.run('r', 'chmod', '+x', 'hooks/pre-revprop-change')
    await work.run('.', 'svn', 'mkdir', '-q', '-m', 'x', `${root}/trunk`, `${root}/tags`)
    await work.run('.', 'svn', 'checkout', '-q', `${root}/trunk`, 'w')
    await work.write('w', {
      'go.mod': 'module svn.test/m\n\ngo 1.21\n',
      'm.go': 'package m // $Id$\n',
      'żółw & x.go': 'package m\n',
      'sub/go.mod': 'module svn.test/m/sub\n',
      'sub/s.go': 'package sub\r\n',
      'empty/.keep': '',
      LICENSE: 'free\n',
    })
    await work.run('w', 'sh', '-c', 'svn add -q *')
    await work.run('w', 'svn', 'propset', '-q', 'svn:keywords', 'Id', 'm.go')
    await work.run('w', 'svn', 'propset', '-q', 'svn:eol-style', 'native', 'm.go')
    await work.run('w', 'svn', 'propset', '-q', 'svn:eol-style', 'CRLF', 'sub/s.go')
    await work.run('w', 'svn', 'commit', '-q', '-m', 'x')
    await work.run('.', 'svn', 'copy', '-q', '-m', 'x', `${root}/trunk`, `${root}/tags/v1.0.0`)
    await work.write('w', { 'm.go': 'package m // 2\n' })
    await work.run('w', 'svn', 'commit', '-q', '-m', '</msg><date>')
    await work.write('w', { 'link.go': '-> m.go' })
    await work.run('w', 'svn', 'add', '-q', 'link.go')
    await work.run('w', 'svn', 'commit', '-q', '-m', 'x')
    for (const [rev, fraction] of [
      ['1', '.100000'],
      ['2', '.861368'],
      ['3', '.000000'],
      ['4', '.120000'],
      ['5', '.5'],
    ] as const) {
      const date = `2024-01-0${rev}T10:20:30${fraction}Z`
      await work.run('.', 'svn', 'propset', '-q', 'svn:date', date, '--revprop', '-r', rev, root)
    }
    await work.run('.', 'chmod', '-R', 'a+rX', 'r')
    server = await startApache(work.path, 'r')
    url = `http://127.0.0.1:${server.port}/r/trunk`
    opened = openTestGate([])
    forge = await startForge()
    for (const path of ['svn.test/m', 'svn.test/m/sub']) {
      forge.pages.set(path, goImport('svn.test/m', 'svn', url))
    }
    go = await goDirect(forge, { env: plainly })
  })
  after(async () => {
    await go[Symbol.asyncDispose]()
    await forge.close()
    await opened[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    await work[Symbol.asyncDispose]()
  })

  const open = (path: string, at = url, maxBytes = 1e9) => {
    const host = svnHost(at, {
      gate: opened.gate,
      now: Date.now,
      lock: async () => ({ [Symbol.asyncDispose]: async () => {} }),
      folder: join(work.path, 'svn'),
      maxBytes,
    })
    return codeSource(host, placeModule(path, 'svn.test/m', ''), { list: 0, notFound: 0 })
  }

  test('lists no versions, as go does', async () => {
    assert.deepEqual(await go.listVersions('svn.test/m'), [])
    assert.deepEqual(await open('svn.test/m').versions(), [])
  })

  for (const [path, query, expected] of [
    ['svn.test/m', '4', 'v0.0.0-20240104102030-000000000004'],
    ['svn.test/m', '3', 'v0.0.0-20240102102030-000000000002'],
    ['svn.test/m', 'r2', 'v0.0.0-20240102102030-000000000002'],
    ['svn.test/m', '{2024-01-03}', 'v0.0.0-20240102102030-000000000002'],
    ['svn.test/m', '000000000004', 'v0.0.0-20240104102030-000000000004'],
    ['svn.test/m/sub', '4', 'v0.0.0-20240104102030-000000000004'],
    ['svn.test/m', 'v0.0.0-20240104102030-000000000004', 'v0.0.0-20240104102030-000000000004'],
  ] as const) {
    test(`gives what go gives of ${path}@${query}`, async () => {
      const wanted = await go.modDownload(`${path}@${query}`)
      assert.equal(wanted.Version, expected)
      const source = open(path)
      const info = await source.query(query)
      if (wanted.Query !== undefined) assert.deepEqual(info.Origin, wanted.Origin)
      const found = await source.find(info.Version)
      assert.deepEqual(JSON.parse(formatInfo(canonicalInfo(info))), wanted.Info)
      assert.equal(Buffer.from(found.goMod).toString(), wanted.GoMod)
      const { h1 } = await found.cut(join(work.path, 'cut.zip'))
      assert.equal(h1, wanted.Sum)
      assert.ok((await readFile(join(work.path, 'cut.zip'))).length > 0)
    })
  }

  for (const query of [
    'v1.0.0',
    '99',
    'PREV',
    'v1.0.1-0.20240104102030-000000000004',
    'v0.0.0-20240104102031-000000000004',
  ]) {
    test(`refuses ${query} as go does`, async () => {
      assert.notEqual((await go.modDownload(`svn.test/m@${query}`)).Error, undefined)
      await assert.rejects(open('svn.test/m').query(query), { code: 'not-found' })
    })
  }

  test('gives latest of a folder with a symbolic link, and refuses its zip, as go does', async () => {
    assert.match((await go.modDownload('svn.test/m@latest')).Error ?? '', /file size differs/)
    const source = open('svn.test/m')
    const { Version, Origin } = await source.latest()
    assert.equal(Version, 'v0.0.0-20240105102030-000000000005')
    assert.equal(Origin?.Ref, 'latest')
    const found = await source.find(Version)
    await assert.rejects(found.cut(join(work.path, 'no.zip')), {
      code: 'unusable',
      message: /link\.go.*symbolic link/,
    })
  })

  test('reads a repository that has moved, as go does', async () => {
    const moved = `http://127.0.0.1:${server.port}/old/trunk`
    forge.pages.set('svn.test/old', goImport('svn.test/old', 'svn', moved))
    const wanted = await go.modDownload('svn.test/old@4')
    const source = open('svn.test/m', moved)
    const { Version, Time, Origin } = await source.query('4')
    assert.deepEqual([Version, Time, Origin?.URL], [wanted.Version, wanted.Info?.Time, moved])
    const found = await source.find(Version)
    const { h1 } = await found.cut(join(work.path, 'moved.zip'))
    assert.match(h1, /^h1:/)
  })

  test('reads an older server, as go does', async () => {
    const older = `http://127.0.0.1:${server.port}/older/trunk`
    forge.pages.set('svn.test/older', goImport('svn.test/older', 'svn', older))
    const wanted = await go.modDownload('svn.test/older@4')
    const source = open('svn.test/m', older)
    const { Version, Origin } = await source.query('4')
    assert.deepEqual([Version, Origin], [wanted.Version, wanted.Origin])
    const found = await source.find(Version)
    await found.cut(join(work.path, 'older.zip'))
  })

  test('brings all files with one request, and each request is one of the gate, in our name', async () => {
    opened.records.length = 0
    const { length } = await server.asked()
    const found = await open('svn.test/m').find('v0.0.0-20240104102030-000000000004')
    await found.cut(join(work.path, 'once.zip'))
    const asked = (await server.asked()).slice(length)
    const { host } = new URL(url)
    assert.deepEqual(
      asked,
      opened.records.map(({ method, url: to, status }) =>
        [method, to.replace(`http://${host}`, ''), status, 'Headwater/test'].join('\t'),
      ),
    )
    assert.equal(asked.filter((line) => line.includes('/!svn/me')).length, 1)
    assert.equal(asked.filter((line) => line.startsWith('GET')).length, 1)
  })

  test('is refused when it has more than is allowed', async () => {
    await assert.rejects(open('svn.test/m', url, 500).query('4'), { code: 'refused' })
  })
})

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import type { RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import { ZipFile } from 'yazl'
import { temporaryFolder, type TemporaryFolder } from '../../../test/forge/temporary-folder.ts'
import { openTestGate, type TestGate } from '../../../test/open-test-gate.ts'
import { webServer, type WebServer } from '../../../test/web-server.ts'
import { Failure, type FailureCode } from '../../failure.ts'
import type { ModuleSource } from '../module-source.ts'
import { proxySource } from './proxy-source.ts'

const path = 'example.com/Acme/x'
const base = '/example.com/!acme/x/'
const goMod = `module ${path}\n`
const info = (version: string) => JSON.stringify({ Version: version, Time: '2020-01-02T03:04:05Z' })

async function zipOf(names: readonly string[]): Promise<Buffer> {
  const zip = new ZipFile()
  for (const name of names) zip.addBuffer(Buffer.from(goMod), name)
  zip.end()
  return buffer(zip.outputStream)
}

suite('proxySource()', () => {
  let server: WebServer
  let opened: TestGate
  let folder: TemporaryFolder
  const pages = new Map<string, string | Buffer | ((response: ServerResponse) => void)>()
  const answer: RequestListener = ({ url = '' }, response) => {
    const page = pages.get(url.slice(base.length))
    if (typeof page === 'function') page(response)
    else if (page === undefined) response.writeHead(404).end('not found: no such thing\nat all\n')
    else response.end(page)
  }
  before(async () => {
    server = await webServer(answer)
    folder = await temporaryFolder('proxy')
  })
  beforeEach(() => {
    opened = openTestGate([])
  })
  afterEach(async () => {
    pages.clear()
    server.asked.length = 0
    await opened[Symbol.asyncDispose]()
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })
  const source = (url = server.url) => proxySource(opened.gate, url, path)
  const give = (version = 'v1.0.0') => {
    pages.set(`@v/${version}.info`, info(version))
    pages.set(`@v/${version}.mod`, goMod)
  }

  test('versions() gives releases and prereleases in order, and nothing else', async () => {
    const lines = [
      'v1.10.0',
      'v1.9.0 2020-01-02T03:04:05Z',
      '',
      ' v1.9.0-rc1\t',
      'x',
      'v2',
      '../v1',
    ]
    pages.set('@v/list', [...lines, 'v0.0.0-20200102030405-0123456789ab', 'v1.0.0\r'].join('\n'))
    assert.deepEqual(await source().versions(), ['v1.0.0', 'v1.9.0-rc1', 'v1.9.0', 'v1.10.0', 'v2'])
    pages.set('@v/list', '')
    assert.deepEqual(await source().versions(), [])
  })

  test('asks with capitals escaped', async () => {
    pages.set('@v/feature-!x.info', info('v1.0.0'))
    await source().query('feature-X')
    assert.deepEqual(server.asked, [`GET ${base}@v/feature-!x.info`])
  })

  test('latest() is what the proxy says', async () => {
    pages.set('@latest', info('v1.2.3'))
    assert.equal((await source().latest()).Version, 'v1.2.3')
  })

  test('latest() is taken from the list when the proxy has none', async () => {
    pages.set('@v/list', 'v1.0.0\nv1.1.0\nv1.2.0-rc1\n')
    give('v1.1.0')
    assert.equal((await source().latest()).Version, 'v1.1.0')
    pages.set('@v/list', '')
    await assert.rejects(source().latest(), { code: 'not-found' })
    pages.delete('@v/list')
    await assert.rejects(source().latest(), { code: 'not-found' })
    pages.set('@latest', (response) => response.writeHead(500).end())
    await assert.rejects(source().latest(), { code: 'unreachable' })
  })

  test('find() gives information, go.mod and zip as they are', async () => {
    give()
    const zip = await zipOf([`${path}@v1.0.0/go.mod`, `${path}@v1.0.0/a.go`])
    pages.set('@v/v1.0.0.zip', zip)
    const found = await source().find('v1.0.0')
    assert.deepEqual(found.info, { Version: 'v1.0.0', Time: '2020-01-02T03:04:05Z' })
    assert.equal(Buffer.from(found.goMod).toString(), goMod)
    assert.equal(server.asked.length, 2)
    const target = join(folder.path, 'good.zip')
    const made = await found.cut(target)
    assert.match(made.h1, /^h1:/)
    assert.equal(made.size, zip.length)
    assert.equal(made.sha256, createHash('sha256').update(zip).digest('hex'))
    assert.deepEqual(await readFile(target), zip)
  })

  suite('cut()', () => {
    const version = `${path}@v1.0.0`
    const bad: readonly (readonly [string, readonly string[]])[] = [
      ['a file lies outside', ['other@v1.0.0/go.mod']],
      ['a file is of another version', [`${path}@v1.0.1/go.mod`]],
      ['names differ only in case', [`${version}/a.go`, `${version}/A.go`]],
      ['a go.mod lies deep', [`${version}/sub/go.mod`]],
      ['a name is not allowed', [`${version}/a:b`]],
    ]
    for (const [when, names] of bad) {
      test(`refuses a zip, and leaves none, when ${when}`, async () => {
        give()
        pages.set('@v/v1.0.0.zip', await zipOf(names))
        const found = await source().find('v1.0.0')
        const before = await readdir(folder.path)
        await assert.rejects(found.cut(join(folder.path, 'bad.zip')), { code: 'unusable' })
        assert.deepEqual(await readdir(folder.path), before)
      })
    }

    const troubles: readonly (readonly [
      string,
      (response: ServerResponse) => void,
      FailureCode,
    ])[] = [
      ['is no zip', (response) => response.end('hello'), 'unusable'],
      ['is not there', (response) => response.writeHead(410).end(), 'not-found'],
      [
        'breaks off',
        (response) => {
          response.writeHead(200, { 'content-length': 1000 })
          response.write('PK', () => response.destroy())
        },
        'unreachable',
      ],
    ]
    for (const [what, page, code] of troubles) {
      test(`is ${code}, and leaves no file, when the zip ${what}`, async () => {
        give()
        pages.set('@v/v1.0.0.zip', page)
        const found = await source().find('v1.0.0')
        const before = await readdir(folder.path)
        await assert.rejects(found.cut(join(folder.path, 'bad.zip')), { code })
        assert.deepEqual(await readdir(folder.path), before)
      })
    }

    test('does not write over a file, and does not ask for the zip then', async () => {
      give()
      const target = join(folder.path, 'taken.zip')
      await writeFile(target, 'mine')
      const found = await source().find('v1.0.0')
      opened.records.length = 0
      await assert.rejects(found.cut(target), { code: 'EEXIST' })
      assert.equal(await readFile(target, 'utf8'), 'mine')
      assert.deepEqual(opened.records, [])
    })
  })

  const statuses: readonly (readonly [number, Record<string, string>, FailureCode, number?])[] = [
    [404, {}, 'not-found'],
    [410, {}, 'not-found'],
    [401, {}, 'auth-required'],
    [403, {}, 'refused'],
    [429, {}, 'throttled'],
    [429, { 'retry-after': '7' }, 'throttled', 7],
    [500, {}, 'unreachable'],
    [502, {}, 'unreachable'],
    [503, {}, 'unreachable'],
    [503, { 'retry-after': '7' }, 'throttled', 7],
    [
      503,
      { 'retry-after': 'Wed, 21 Oct 2026 07:29:00 GMT', date: 'Wed, 21 Oct 2026 07:28:00 GMT' },
      'throttled',
      60,
    ],
    [418, {}, 'unreachable'],
    [204, {}, 'unreachable'],
    [304, {}, 'unreachable'],
  ]
  for (const [status, headers, code, retryAfter] of statuses) {
    test(`is ${code} when the proxy answers ${status} ${Object.keys(headers).join()}`, async () => {
      for (const file of ['@v/list', '@latest', '@v/v1.0.0.info', '@v/main.info']) {
        pages.set(file, (response) => response.writeHead(status, headers).end())
      }
      for (const ask of [
        (at: ModuleSource) => at.versions(),
        (at: ModuleSource) => at.latest(),
        (at: ModuleSource) => at.query('main'),
        (at: ModuleSource) => at.find('v1.0.0'),
      ]) {
        // Each through a gate that knows nothing of the one before.
        await using other = openTestGate([])
        await assert.rejects(ask(proxySource(other.gate, server.url, path)), (error: unknown) => {
          assert.ok(Failure.is(error))
          assert.deepEqual(
            [error.code, error.details.status, error.details.retryAfter, error.details.at],
            [code, status, retryAfter, 'proxy'],
          )
          return true
        })
      }
    })
  }

  test('passes the first line of a refusal on, without what terminals obey', async () => {
    pages.set('@v/list', (response) => response.writeHead(404).end('bad \x1b[31mmodule\nsecond'))
    await assert.rejects(source().versions(), {
      message: /answered 404 \(bad \[31mmodule\)$|answered 404 \(bad  \[31mmodule\)$/,
    })
  })

  test('does not read an endless refusal', async () => {
    give()
    pages.set('@v/v1.0.0.zip', (response) => {
      response.writeHead(500)
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65536)));
      }
      response.on('drain', more)
      more()
    })
    const found = await source().find('v1.0.0')
    opened.records.length = 0
    await assert.rejects(found.cut(join(folder.path, 'none.zip')), { code: 'unreachable' })
    assert.ok((opened.records[0]?.received ?? 0) < 2_000_000)
  })

  const malformed = [
    ['nothing', ''],
    ['no JSON', '<html>'],
    ['no object', '[]'],
    ['null', 'null'],
    ['no version', '{"Time":"2020-01-02T03:04:05Z"}'],
    ['a number', '{"Version":1}'],
    ['no time', '{"Version":"v1.0.0","Time":"yesterday"}'],
    ['another version', info('v1.0.1')],
    ['a version that is none', info('main')],
    ['a path', info('../../v1.0.0')],
    ['half of it', info('v1.0.0').slice(0, 20)],
  ] as const
  for (const [what, text] of malformed) {
    test(`find() is unreachable, not "not there", when the information is ${what}`, async () => {
      give()
      pages.set('@v/v1.0.0.info', text)
      await assert.rejects(source().find('v1.0.0'), {
        code: 'unreachable',
        message: /v1\.0\.0\.info: it/,
      })
    })
  }

  for (const version of ['main', '../../v1.0.0', '', 'v1', 'v1.0.0+meta', '-v']) {
    test(`query() and latest() are unreachable when they would give ${JSON.stringify(version)}`, async () => {
      pages.set('@v/main.info', info(version))
      pages.set('@latest', info(version))
      await assert.rejects(source().query('main'), { code: 'unreachable' })
      await assert.rejects(source().latest(), { code: 'unreachable' })
    })
  }

  test('refuses what is too large', async () => {
    const large = Buffer.alloc(2 * 1024 * 1024, 32)
    give()
    pages.set('@v/v1.0.0.info', large)
    await assert.rejects(source().find('v1.0.0'), { code: 'refused' })
    give()
    pages.set('@v/v1.0.0.mod', Buffer.alloc(16 * 1024 * 1024 + 1, 32))
    await assert.rejects(source().find('v1.0.0'), { code: 'refused' })
  })

  test('is invalid when a revision has no spelling in URLs, and asks nobody', async () => {
    for (const revision of ['a/b', 'a!b', '', '..', 'é']) {
      await assert.rejects(source().query(revision), { code: 'invalid' })
    }
    assert.deepEqual(server.asked, [])
  })

  test('shows no credentials', async () => {
    const at = source(server.url.replace('//', '//name:secret@'))
    await assert.rejects(at.versions(), (error: unknown) => {
      assert.ok(Failure.is(error, 'not-found'))
      assert.doesNotMatch(error.message + JSON.stringify(error.details), /secret/)
      return true
    })
  })
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { checksumDatabase } from '../../../test/scripts/registry/checksum-database.ts'
import { openTestGate } from '../../../test/open-test-gate.ts'
import { webServer } from '../../../test/web-server.ts'
import { openDatabase } from '../../store/facts/database.ts'
import { delayedWrites } from '../../store/facts/delayed-writes.ts'
import { loggedRecordsIn } from '../../store/facts/logged-records.ts'
import { relayedLogsIn } from '../../store/facts/relayed-logs.ts'
import { offeredLog } from '../../sumdb/client/offered-log.ts'
import { remoteLog } from '../../sumdb/client/remote-log.ts'
import { formatSignerKey, parseSignerKey } from '../../tlog/signer.ts'
import {
  formatVerifierKey,
  keyNameOf,
  parseVerifierKey,
  type Verifier,
} from '../../tlog/verifier.ts'
import { databaseAsker, type DatabaseTools } from './checksum-database.ts'

const name = 'sum.test'
const signerKey = formatSignerKey(name, Buffer.alloc(32, 1), 1)
const strangerKey = formatSignerKey(name, Buffer.alloc(32, 2), 1)
const ownVerifier = parseVerifierKey(formatVerifierKey(parseSignerKey(signerKey)))
const log = keyNameOf(ownVerifier)
const zip = `h1:${Buffer.alloc(32, 3).toString('base64')}`
const goMod = `h1:${Buffer.alloc(32, 4).toString('base64')}`

function recordOf(module: string): string | undefined {
  const [path = '', version = ''] = module.split('@')
  if (path.includes('missing')) return undefined
  return `${path.replaceAll(/!(.)/g, (_, c: string) => c.toUpperCase())} ${version} ${zip}\n${path.replaceAll(/!(.)/g, (_, c: string) => c.toUpperCase())} ${version}/go.mod ${goMod}\n`
}

const many = Array.from({ length: 300 }, (_, n) => `other.test/m${n}@v1.0.0`)

type Body = string | Uint8Array | undefined
type Change = (path: string, body: Body) => Body | number

interface Setting {
  readonly key?: string
  readonly verifier?: Verifier
  readonly first?: readonly string[]
  readonly change?: Change
  readonly memory?: DatabaseTools['memory']
}

/** What comes of asking a database for modules, one after the other. */
async function ask(modules: readonly string[], setting: Setting = {}) {
  const { key = signerKey, first = many, change = (_, body) => body } = setting
  const { memory = emptyMemory(), verifier = ownVerifier } = setting
  const database = checksumDatabase(key, recordOf, first)
  const narrow = new Map<string, Uint8Array>()
  /** A tile that was asked for as a partial one is also offered as a full one, as if the log had grown. */
  const answerTo = (path: string) => {
    const [, full = '', isPartial] = /^(.*?)(\.p\/\d+)?$/.exec(path) ?? []
    const known = narrow.get(full)
    if (known && !isPartial) return Buffer.concat([known, Buffer.alloc(8192 - known.length)])
    const found = database.answer(path)
    if (isPartial && found !== undefined) narrow.set(full, Buffer.from(found))
    return found
  }
  await using server = await webServer((request, response) => {
    const path = request.url ?? ''
    const body = change(path, answerTo(path))
    if (typeof body === 'number') response.writeHead(body).end('no')
    else response.writeHead(body === undefined ? 404 : 200).end(body)
  })
  await using opened = openTestGate([{ from: `https://${name}/`, to: `${server.url}/` }])
  const tools = { gate: opened.gate, now: () => 5, memory }
  const { record } = databaseAsker(
    { url: `https://${name}`, verifier, excludes: () => false },
    tools,
  )
  const found = await Promise.all(
    modules.map((module) => record(...(module.split('@') as [string, string]))),
  )
  const purposes = [...new Set(opened.records.map(({ purpose }) => purpose))]
  return { found, asked: server.asked, memory, purposes }
}

const sums = { at: 5, name, goModSum: goMod, zipSum: zip }

suite('databaseAsker()', () => {
  test('gives what the log is proved to have, and remembers its head', async () => {
    const { found, asked, memory, purposes } = await ask(['a.test/X@v1.0.0', 'a.test/X@v1.0.0'])
    assert.deepEqual(found, [{ sums: { ...sums, size: 301 } }, { sums: { ...sums, size: 301 } }])
    assert.equal(asked[0], 'GET /lookup/a.test/!x@v1.0.0')
    assert.equal(asked.filter((one) => one.includes('/lookup/')).length, 1)
    assert.equal(memory.relayedHead(log)?.size, 301)
    assert.match(memory.relayedHead(log)?.note ?? '', /^go\.sum database tree\n301\n/)
    assert.deepEqual(purposes, ['sumdb'])
  })

  test('asks for no record that was proved before, unless by another key', async () => {
    const { memory } = await ask(['a.test/x@v1.0.0'])
    const again = await ask(['a.test/x@v1.0.0'], { memory })
    assert.deepEqual([again.found, again.asked], [[{ sums: { ...sums, size: 301 } }], []])
    const other = parseVerifierKey(formatVerifierKey(parseSignerKey(strangerKey)))
    const { asked } = await ask(['a.test/x@v1.0.0'], { memory, verifier: other })
    assert.equal(asked[0], 'GET /lookup/a.test/x@v1.0.0')
  })

  test('takes a full tile where it gives no partial one', async () => {
    const { found } = await ask(['a.test/x@v1.0.0'], { change: withoutPartialTiles })
    assert.deepEqual(found, [{ sums: { ...sums, size: 301 } }])
  })

  test('says so when it has no record', async () => {
    const { found } = await ask(['a.test/missing@v1.0.0'])
    assert.deepEqual(found, [
      { remark: { code: 'sumdb-missing', text: `${name} has no record of it` } },
    ])
  })

  test('says so when it cannot be asked', async () => {
    const { found } = await ask(['a.test/x@v1.0.0'], { change: () => 503 })
    assert.deepEqual(found, [
      { remark: { code: 'sumdb-unasked', text: `Cannot ask ${name}: it answered 503` } },
    ])
  })

  for (const [what, setting] of [
    ['another key signed it', { key: strangerKey }],
    [
      'a tile was changed',
      { change: (path, body) => (path.includes('/tile/') ? turned(body) : body) },
    ],
    ['a tile is missing', { change: (path, body) => (path.includes('/tile/') ? undefined : body) }],
    ['the record was changed', { change: (path, body) => otherSum(body) }],
    ['it is no answer', { change: () => 'nothing' }],
  ] satisfies [string, Setting][]) {
    test(`believes nothing when ${what}`, async () => {
      const { found, memory } = await ask(['a.test/x@v1.0.0'], setting)
      assert.match(JSON.stringify(found), /^\[\{"remark":\{"code":"sumdb-unverified"/)
      const of = { log, path: 'a.test/x', version: 'v1.0.0' }
      assert.equal(memory.loggedRecord(of) ?? memory.relayedRecord(of), undefined)
    })
  }

  test('knows a log that has told another history before', async () => {
    const { memory } = await ask(['a.test/x@v1.0.0'], { first: many.slice(0, 5) })
    const { found } = await ask(['a.test/y@v1.0.0'], { memory })
    assert.match(JSON.stringify(found), /"code":"sumdb-forked","text":"sum\.test has two histories/)
    assert.match(memory.logForks(log)[0]?.evidence ?? '', /^SECURITY ERROR\n/)
    const { asked } = await ask(['a.test/z@v1.0.0'], { memory })
    assert.deepEqual(asked, [], 'until somebody says so')
    memory.thaw(log, 7)
    const { found: same } = await ask(['a.test/y@v1.0.0'], {
      memory,
      first: [...many.slice(0, 5), 'a.test/x@v1.0.0'],
    })
    assert.deepEqual(same, [{ sums: { ...sums, size: 7 } }])
  })

  test('knows a log that tells two histories at the same time', async () => {
    const other = checksumDatabase(signerKey, recordOf, many.toReversed())
    const change: Change = (path, body) => (path.includes('b.test') ? other.answer(path) : body)
    const { found } = await ask(['a.test/x@v1.0.0', 'b.test/x@v1.0.0'], { change })
    assert.ok(found.some((one) => one.remark?.code === 'sumdb-forked'))
  })

  test('holds each head against the one before, also of many at once', async () => {
    const modules = ['a', 'b', 'c', 'd'].map((one) => `${one}.test/x@v1.0.0`)
    const { found, memory } = await ask(modules)
    assert.ok(found.every((one) => 'sums' in one))
    assert.equal(memory.relayedHead(log)?.size, 304)
  })
})

/** Asks for modules one after the other, through a server that passes the database on in its own way. */
async function askNear(modules: readonly string[], change: Change) {
  const database = checksumDatabase(signerKey, recordOf, many)
  const serve = (alter: Change) =>
    webServer((request, response) => {
      const path = request.url ?? ''
      const body = alter(path, path === '/supported' ? '' : database.answer(path))
      if (typeof body === 'number') response.writeHead(body).end('no')
      else response.writeHead(body === undefined ? 404 : 200).end(body)
    })
  await using itself = await serve((_, body) => body)
  await using server = await serve(change)
  await using opened = openTestGate([])
  const { gate } = opened
  const nearer = {
    remote: offeredLog(remoteLog({ gate, name, url: server.url })),
    mayKnow: (path: string) => !path.startsWith('corp.test/'),
  }
  const where = { url: itself.url, verifier: ownVerifier, excludes: () => false, nearer }
  const { record } = databaseAsker(where, { gate, now: () => 5, memory: emptyMemory() })
  const told: string[] = []
  for (const module of modules) {
    const [path = '', version = ''] = module.split('@')
    const { sums: found, remark } = await record(path, version)
    told.push(found ? 'proved' : String(remark?.code))
  }
  return { told, near: server.asked, far: itself.asked }
}

suite('databaseAsker() with a server that passes the database on', () => {
  const [a, b] = ['a.test/x@v1.0.0', 'b.test/x@v1.0.0']

  test('asks nobody but the server where that is enough', async () => {
    const { told, near, far } = await askNear([a, b], (_, body) => body)
    assert.deepEqual([told, far], [['proved', 'proved'], []])
    assert.equal(near.filter((path) => path === 'GET /supported').length, 1)
  })

  test('does not name to it what it may not know', async () => {
    const { told, near, far } = await askNear(['corp.test/x@v1.0.0'], (_, body) => body)
    assert.deepEqual([told, near], [['proved'], []])
    assert.equal(far[0], 'GET /lookup/corp.test/x@v1.0.0')
  })

  for (const [what, change, asked] of [
    ['does not pass it on', () => undefined, 1],
    ['is in trouble', () => 500, 1],
    ['has no records', (path, body) => (path.startsWith('/lookup/') ? undefined : body), 3],
    ['refuses to tell', (path, body) => (path.startsWith('/lookup/') ? 403 : body), 3],
  ] satisfies [string, Change, number][]) {
    test(`asks the database itself where the server ${what}`, async () => {
      const { told, near } = await askNear([a, b], change)
      assert.deepEqual([told, near.length], [['proved', 'proved'], asked])
    })
  }

  for (const [what, change] of [
    ['records', (_, body) => otherSum(body)],
    ['tiles', (path, body) => (path.startsWith('/tile/') ? turned(body) : body)],
  ] satisfies [string, Change][]) {
    test(`believes no forged ${what} of it, and asks it no more`, async () => {
      const { told, near } = await askNear([a, b], change)
      assert.deepEqual(told, ['proved', 'proved'])
      assert.equal(near.filter((path) => path.includes('/lookup/')).length, 1)
    })
  }
})

function emptyMemory(): DatabaseTools['memory'] {
  const database = openDatabase(':memory:')
  const writes = delayedWrites(database)
  return { ...relayedLogsIn(database).logs, ...loggedRecordsIn(database, writes) }
}

function withoutPartialTiles(path: string, body: Body): Body {
  return path.includes('.p/') ? undefined : body
}

function turned(body: Body): Uint8Array {
  return Buffer.from(body ?? '').map((byte) => byte ^ 1)
}

function otherSum(body: Body): Body {
  return typeof body === 'string' ? body.replace(zip, goMod) : body
}

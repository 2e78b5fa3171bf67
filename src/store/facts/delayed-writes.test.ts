import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { temporaryFolder } from '../../../test/forge/temporary-folder.ts'
import { openDatabase } from './database.ts'
import { delayedWrites } from './delayed-writes.ts'
import { hostLedgerIn } from './host-ledger.ts'
import { request } from './requests.test-data.ts'

const today = '1970-01-01'

async function openTwice() {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder('delayed'))
  const file = join(folder.path, 'headwater.db')
  const database = opened.use(openDatabase(file))
  database.exec('pragma busy_timeout = 0')
  const other = opened.use(new DatabaseSync(file))
  const parts = opened.move()
  return { database, other, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

test('what cannot be written stays in memory, is told, and is written later', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  await using opened = await openTwice()
  const { database, other } = opened
  const { ledger } = hostLedgerIn(database, () => 0)
  const count = other.prepare('select count(*) as rows from requests')
  other.exec('begin immediate')
  ledger.recordRequest(request)
  ledger.hosts.addSaved('a.example', 2, 20)
  const paused = { pausedUntil: 9, pausedFor: '429', pausedAt: 5, troubles: 1 }
  ledger.hosts.save('a.example', paused)
  ledger.noteWanted('https://a.example/x', 'git', 7)
  const told = (spent: number) => {
    assert.deepEqual(ledger.hostTotals(today)[0]?.asked.foreground, { requests: 1, bytes: 110 })
    assert.deepEqual(ledger.hostDays('a.example', today)[0]?.saved, { requests: 2, bytes: 20 })
    assert.equal(ledger.knownHost('a.example'), 0)
    const state = ledger.hosts.read('a.example')
    const spends = { spentRequests: spent, spentBytes: spent }
    assert.deepEqual(state, { ...paused, savedRequests: 2, savedBytes: 20, ...spends })
    assert.equal(ledger.repository('https://a.example/x')?.wantedAt, 7)
  }
  t.mock.timers.tick(1000)
  told(0)
  assert.deepEqual(ledger.requestsOf('a.example', { limit: 9 }), [])
  assert.throws(() => ledger.hosts.addSpent('a.example', 1, 1), { code: 'unreachable' })
  other.exec('rollback')
  t.mock.timers.tick(1000)
  assert.equal(count.get()?.['rows'], 1)
  told(0)
  ledger.hosts.addSpent('a.example', 1, 1)
  told(1)
})

test('attempts that fail grow rarer, and one that succeeds is soon again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  await using opened = await openTwice()
  const { database, other } = opened
  database.exec('create table notes (x)')
  const writes = delayedWrites(database)
  const waiting: number[] = []
  let attempts = 0
  writes.add({
    isEmpty: () => (attempts++, waiting.length === 0),
    write: () => waiting.forEach((x) => database.prepare('insert into notes values (?)').run(x)),
    written: () => waiting.splice(0),
  })
  const attemptsIn = (seconds: number) => {
    attempts = 0
    for (let second = 0; second < seconds; second++) t.mock.timers.tick(1000)
    return attempts
  }
  other.exec('begin immediate')
  waiting.push(1)
  writes.soon()
  assert.equal(attemptsIn(1), 1)
  assert.equal(attemptsIn(31), 5)
  assert.equal(attemptsIn(300), 10)
  writes.early()
  assert.equal(attempts, 10)
  for (let look = 0; look < 5; look++) writes.tryFlush()
  other.exec('rollback')
  assert.equal(attemptsIn(30), 1)
  waiting.push(2)
  writes.soon()
  assert.equal(attemptsIn(1), 1)
  const rows = other.prepare('select x from notes').all()
  assert.deepEqual(
    rows.map((row) => row['x']),
    [1, 2],
  )
})

test('flush() writes all parts and what goes with them, or nothing', () => {
  const database = new DatabaseSync(':memory:')
  database.exec('create table notes (x unique)')
  const writes = delayedWrites(database)
  let isWaiting = true
  writes.add({
    isEmpty: () => !isWaiting,
    write: () => database.exec('insert into notes values (1)'),
    written: () => {
      isWaiting = false
    },
  })
  const count = database.prepare('select count(*) as rows from notes')
  assert.throws(() => writes.flush('try', () => database.exec('insert into notes values (1)')))
  assert.deepEqual([count.get()?.['rows'], isWaiting], [0, true])
  database.exec('begin')
  assert.throws(() => writes.flush('try'), /Cannot try: another write is not over/)
  database.exec('rollback')
  assert.equal(isWaiting, true)
  writes.flush('try', () => database.exec('insert into notes values (2)'))
  assert.deepEqual([count.get()?.['rows'], isWaiting], [2, false])
})

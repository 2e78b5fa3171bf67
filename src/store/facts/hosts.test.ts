import assert from 'node:assert/strict'
import { test } from 'node:test'
import { join } from 'node:path'
import { temporaryFolder } from '../../../test/forge/temporary-folder.ts'
import { openDatabase } from './database.ts'
import { hostLedgerIn } from './host-ledger.ts'

const host = 'a.example:8443'
const unpaused = { pausedUntil: 0, pausedFor: '', pausedAt: 0, troubles: 0 }
const paused = { pausedUntil: 90, pausedFor: '429', pausedAt: 30, troubles: 2 }
const robots = { at: 5, status: 200, text: 'User-agent: *\nCrawl-delay: 9\n' }
const counts = { savedRequests: 0, savedBytes: 0, spentRequests: 0, spentBytes: 0 }

function openHosts() {
  const database = openDatabase(':memory:')
  const { ledger, close } = hostLedgerIn(database, () => 1000)
  return { database, hosts: ledger.hosts, flush: close }
}

void test('read() gives what was noted, written or not', () => {
  const { hosts, flush } = openHosts()
  assert.equal(hosts.read(host), undefined)
  hosts.addSaved(host, 2, 200)
  hosts.addSaved(host, 1, 100)
  hosts.save(host, { ...paused, robots })
  const expected = { ...counts, ...paused, robots, savedRequests: 3, savedBytes: 300 }
  assert.deepEqual(hosts.read(host), expected)
  flush()
  assert.deepEqual(hosts.read(host), expected)
  hosts.addSaved(host, 1, 100)
  hosts.addSpent(host, 2, 20)
  const spent = { savedRequests: 4, savedBytes: 400, spentRequests: 2, spentBytes: 20 }
  assert.deepEqual(hosts.read(host), { ...expected, ...spent })
  assert.equal(hosts.read('b.example'), undefined)
})

void test('save() replaces all but what was spared and spent', () => {
  const { hosts, flush } = openHosts()
  hosts.addSpent(host, 1, 10)
  for (const state of [{ ...paused, robots }, paused, { ...unpaused, robots }]) {
    hosts.save(host, state)
    const expected = { ...counts, ...state, spentRequests: 1, spentBytes: 10 }
    assert.deepEqual(hosts.read(host), expected)
    flush()
    assert.deepEqual(hosts.read(host), expected)
  }
})

void test('save() writes a robots.txt only when it is another', () => {
  const { database, hosts, flush } = openHosts()
  const changes = () => Number(database.prepare('select total_changes() as n').get()?.['n'])
  const writesOf = (state: Parameters<typeof hosts.save>[1]) => {
    const before = changes()
    hosts.save(host, state)
    flush()
    return changes() - before
  }
  assert.equal(writesOf({ ...paused, robots }), 2)
  assert.equal(writesOf({ ...unpaused, robots }), 1)
  assert.equal(writesOf({ ...paused, robots: { ...robots, text: '' } }), 2)
  assert.equal(writesOf({ ...paused, robots: { ...robots, at: 6 } }), 2)
  assert.equal(writesOf(paused), 2)
  assert.equal(writesOf(paused), 1)
})

test('addSaved() and addSpent() of several processes add up', async () => {
  await using folder = await temporaryFolder('hosts')
  const file = join(folder.path, 'headwater.db')
  using one = openDatabase(file)
  using two = openDatabase(file)
  const both = [one, two].map((database) => hostLedgerIn(database, () => 1000))
  for (const { ledger } of both) ledger.hosts.addSaved(host, 5, 50)
  for (const { ledger } of both) ledger.hosts.addSpent(host, 2, 20)
  for (const { ledger } of both) {
    const expected = { savedRequests: 10, savedBytes: 100, spentRequests: 4, spentBytes: 40 }
    assert.deepEqual(ledger.hosts.read(host), { ...unpaused, ...expected })
    assert.deepEqual(ledger.hostDays(host, '')[0]?.saved, { requests: 10, bytes: 100 })
  }
})

void test('addSpent() writes what was spared before it', () => {
  const { database, hosts } = openHosts()
  hosts.addSaved(host, 1, 10)
  hosts.addSpent(host, 1, 10)
  const row = database.prepare('select saved_requests, spent_requests from hosts').get()
  assert.deepEqual({ ...row }, { saved_requests: 1, spent_requests: 1 })
})

void test('giveBack() takes back from what is spent, at once and after it was written', () => {
  const { hosts, flush } = openHosts()
  hosts.addSpent(host, 2, 500)
  hosts.giveBack(host, 0, 100)
  hosts.giveBack(host, 1, 50)
  const spent = () => [hosts.read(host)?.spentRequests, hosts.read(host)?.spentBytes]
  assert.deepEqual(spent(), [1, 350])
  flush()
  assert.deepEqual(spent(), [1, 350])
  hosts.giveBack(host, 0, 10)
  hosts.addSpent(host, 1, 5)
  assert.deepEqual(spent(), [2, 345])
})

void test('giveBack() does not write at once, and keeps what cannot be written', () => {
  const { database, hosts, flush } = openHosts()
  hosts.addSpent(host, 1, 500)
  const written = () => database.prepare('select spent_bytes from hosts').get()?.['spent_bytes']
  hosts.giveBack(host, 0, 100)
  assert.equal(written(), 500)
  database.exec('pragma query_only = on')
  assert.throws(flush)
  database.exec('pragma query_only = off')
  flush()
  assert.equal(written(), 400)
})

void test('addSpent() says so when the database cannot be written', () => {
  const { database, hosts } = openHosts()
  database.exec('pragma query_only = on')
  assert.throws(() => hosts.addSpent(host, 1, 10), {
    name: 'Failure',
    message: `Cannot note what is spent on ${host}: the database cannot be written`,
  })
})

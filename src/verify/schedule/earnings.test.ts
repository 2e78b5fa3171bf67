import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openDatabase } from '../../store/facts/database.ts'
import { hostLedgerIn } from '../../store/facts/host-ledger.ts'
import { locationsIn, type Location } from '../../store/facts/locations.ts'
import { earnings } from './earnings.ts'

const day = 24 * 3600_000
const path = 'vanity.example/x/sub'
const vanity: Location = {
  path,
  vcs: 'git',
  url: 'https://forge.example/acme/x',
  root: 'vanity.example/x',
  subdir: 'sub',
}

function scene(locations: readonly Location[], proxy?: string) {
  const database = openDatabase(':memory:')
  let clock = 1_800_000_000_000
  const now = () => clock
  const { ledger } = hostLedgerIn(database, now)
  const known = locationsIn(database, now)
  for (const location of locations) known.saveLocation(location)
  const lookedUp: string[] = []
  const earn = earnings({
    facts: {
      noteWanted: (...note) => ledger.noteWanted(...note),
      locationsOf(of) {
        lookedUp.push(of)
        return known.locationsOf(of)
      },
    },
    saved: (host, requests, bytes) => ledger.hosts.addSaved(host, requests, bytes),
    proxyFor: (of) => (of === path ? proxy : undefined),
    now,
    random: () => 0.5,
  })
  const saved = (host: string) => {
    const state = ledger.hosts.read(host)
    return state && [state.savedRequests, state.savedBytes]
  }
  return { earn, saved, ledger, lookedUp, known, now, pass: (millis: number) => (clock += millis) }
}

suite('earnings()', () => {
  test('each answer spares the host of the repository a request, and its bytes', () => {
    for (const kind of ['list', 'query', 'mod', 'zip'] as const) {
      const { earn, saved } = scene([vanity])
      earn(path, kind, 1, 500)
      assert.deepEqual(saved('forge.example'), [1, 500], kind)
      assert.equal(saved('vanity.example'), undefined, kind)
      earn(path, kind, 3, 1000)
      assert.deepEqual(saved('forge.example'), [4, 1500], kind)
    }
  })

  test('one that begins an errand spares the host of the import page a request, too', () => {
    for (const kind of ['info', 'latest'] as const) {
      const { earn, saved } = scene([vanity])
      earn(path, kind, 3, 500)
      assert.deepEqual(saved('forge.example'), [3, 500], kind)
      assert.deepEqual(saved('vanity.example'), [3, 0], kind)
    }
  })

  test('nothing counts twice where the page would be on the same host, or there is none', () => {
    const { earn, saved } = scene([
      { ...vanity, path: 'a.example/x', url: 'https://a.example/x', root: 'a.example/x' },
      { ...vanity, path: 'b.example/x', url: 'ssh://git@b.example/x', root: 'b.example/x' },
    ])
    earn('a.example/x', 'info', 1, 10)
    earn('b.example/x', 'info', 1, 10)
    assert.deepEqual(saved('a.example'), [1, 10])
    assert.deepEqual(saved('b.example'), [1, 10])
  })

  test('hosts are named with their unusual ports', () => {
    const { earn, saved } = scene([{ ...vanity, url: 'https://forge.example:8443/x' }])
    earn(path, 'mod', 1, 10)
    assert.deepEqual(saved('forge.example:8443'), [1, 10])
  })

  test('where a module proxy would be asked, that is what was spared', () => {
    const { earn, saved, ledger } = scene([vanity], 'https://proxy.example/go')
    earn(path, 'info', 2, 70)
    assert.deepEqual(saved('proxy.example'), [2, 70])
    for (const host of ['forge.example', 'vanity.example']) assert.equal(saved(host), undefined)
    assert.equal(ledger.repository(vanity.url), undefined)
  })

  test('the location seen last counts', () => {
    const { earn, saved, known, pass } = scene([vanity])
    pass(1)
    known.saveLocation({ ...vanity, url: 'https://moved.example/x' })
    earn(path, 'mod', 1, 10)
    assert.deepEqual(saved('moved.example'), [1, 10])
    assert.equal(saved('forge.example'), undefined)
  })

  test('of a module whose place is not known nobody was spared', () => {
    const { earn, ledger } = scene([])
    earn(path, 'info', 1, 10)
    assert.deepEqual(ledger.hostTotals(''), [])
  })

  test('notes that somebody wants code of the repository, and when to look at it first', () => {
    const { earn, ledger, now } = scene([vanity])
    earn(path, 'mod', 1, 10)
    const { vcs, wantedAt, dueAt } = ledger.repository(vanity.url) ?? assert.fail()
    assert.deepEqual([vcs, wantedAt, dueAt], ['git', now(), now() + 0.9 * day])
  })

  test('what a location names a module proxy is no repository', () => {
    const { earn, saved, ledger } = scene([{ ...vanity, vcs: 'mod', url: 'https://p.example/go' }])
    earn(path, 'mod', 1, 10)
    assert.deepEqual(saved('p.example'), [1, 10])
    assert.equal(ledger.repository('https://p.example/go'), undefined)
  })

  test('a place is looked up once in a minute, and not each time', () => {
    const { earn, lookedUp, pass } = scene([vanity])
    for (let i = 0; i < 10; i++) earn(path, 'mod', 1, 1)
    earn('other.example/y', 'mod', 1, 1)
    earn('other.example/y', 'mod', 1, 1)
    assert.deepEqual(lookedUp, [path, 'other.example/y'])
    for (const [millis, more] of [
      [59_999, 0],
      [1, 1],
      [-1, 1],
    ] as const) {
      lookedUp.length = 0
      pass(millis)
      earn(path, 'mod', 1, 1)
      assert.equal(lookedUp.length, more, `${millis}`)
    }
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import { manyModules, sumServer, verifierKey } from '../../../test/sumdb/sum-server.ts'
import { openTestRelay } from './relay.test-data.ts'

const v = 'v1.0.0'

test('a relay tells when it was compared, and that it could not be since', async () => {
  await using server = await sumServer(manyModules(300))
  await using opened = openTestRelay([server.url])
  const relay = opened.relay
  const nothing = { comparedAt: undefined, trouble: undefined, isFrozen: false }
  const none = { doubts: [], sources: [], forks: [] }
  assert.deepEqual(relay.standing(), {
    name: 'sum.test',
    key: verifierKey,
    head: undefined,
    ...nothing,
    ...none,
  })
  await relay.lookup('m1.test/x', v)
  assert.equal(relay.standing().head?.size, 300)
  assert.equal(relay.standing().comparedAt, 1_000_000)

  server.change = () => 503
  opened.time += 1000
  await assert.rejects(relay.lookup('m2.test/x', v))
  assert.deepEqual(relay.standing().trouble, { at: 1_001_000, code: 'unreachable' })
  assert.equal(relay.standing().comparedAt, 1_000_000)
  server.change = (path, answer) => (path.startsWith('/lookup/') ? 'lies' : answer)
  await assert.rejects(relay.lookup('m2.test/x', v))
  assert.equal(relay.standing().trouble?.code, 'mismatch')

  server.change = (_, answer) => answer
  opened.time += 1000
  await relay.lookup('m2.test/x', v)
  assert.deepEqual([relay.standing().comparedAt, relay.standing().trouble], [1_002_000, undefined])
  await assert.rejects(relay.lookup('missing.test/x', v), { code: 'not-found' })
  assert.equal(relay.standing().trouble, undefined)

  opened.time += 1000
  const again = opened.again()
  assert.equal(again.standing().head?.size, 300)
  assert.equal(again.standing().comparedAt, 1_000_000, 'when the head was taken in')
})

test('trouble is told when it begins, once a minute for each reason, and when it is over', async () => {
  await using server = await sumServer(manyModules(300))
  await using opened = openTestRelay([server.url])
  const { relay } = opened
  let asked = 0
  const lookUp = () => relay.lookup(`m${asked++}.test/x`, v).catch(() => {})
  const told = () => opened.troubles.map((error) => Failure.is(error) && error.code)
  await lookUp()
  await assert.rejects(relay.lookup('missing.test/x', v), { code: 'not-found' })
  assert.deepEqual(told(), [], 'that something is not there is no trouble')

  server.change = () => 503
  await lookUp()
  opened.time += 59_999
  await lookUp()
  assert.deepEqual(told(), ['unreachable'])
  opened.time += 1
  await lookUp()
  assert.deepEqual(told(), ['unreachable', 'unreachable'])
  server.change = (path, answer) => (path.startsWith('/lookup/') ? 'lies' : answer)
  await lookUp()
  assert.deepEqual(told(), ['unreachable', 'unreachable', 'mismatch'])

  server.change = (_, answer) => answer
  await lookUp()
  await lookUp()
  assert.deepEqual(told(), ['unreachable', 'unreachable', 'mismatch', false])
})

test('a relay that was caught with two histories tells so, with the proof', async () => {
  await using server = await sumServer(manyModules(300))
  await using other = await sumServer(manyModules(400).toReversed())
  await using opened = openTestRelay([server.url])
  await opened.relay.lookup('m1.test/x', v)
  await using forked = openTestRelay([other.url], { kept: opened.kept })
  await assert.rejects(forked.relay.lookup('m2.test/x', v), /two histories/)
  const { isFrozen, forks } = opened.relay.standing()
  assert.ok(isFrozen)
  assert.match(forks[0]?.evidence ?? '', /^SECURITY ERROR\n/)
  assert.equal(forked.forks.length, 1)
  assert.deepEqual(forked.troubles, [], 'a fork is told as one, and not as trouble')
})

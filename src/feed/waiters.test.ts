import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { memoryFeed } from './memory-feed.test-data.ts'
import { openWaiters } from './waiters.ts'

const never = new AbortController().signal
const all = () => true

test('those who want an entry are woken, all by one question, and nobody else is', async () => {
  const { feed, add } = memoryFeed('a.test/x')
  let questions = 0
  const waiters = openWaiters({
    ...feed,
    newestEntry: () => (questions++, feed.newestEntry()),
  })
  let woken = 0
  const over = new AbortController()
  const others = waiters.wait(1, ({ path }) => path === 'c.test/x', over.signal)
  const mine = Array.from({ length: 3000 }, () =>
    waiters.wait(1, ({ path }) => path === 'b.test/x', never).then(() => woken++),
  )
  const asked = questions
  add('b.test/x')
  await Promise.all(mine)
  assert.equal(woken, 3000)
  assert.ok(questions - asked < 100)
  assert.equal(waiters.count(), 1)
  over.abort()
  await others
  assert.equal(waiters.count(), 0)
  const before = questions
  await pause(250)
  assert.equal(questions, before, 'the clock stands still')
})

test('what came while nobody waited wakes nobody', async () => {
  const { feed, add } = memoryFeed()
  const waiters = openWaiters(feed)
  await waiters.wait(0, all, AbortSignal.timeout(120))
  add('a.test/x')
  const over = new AbortController()
  let isWoken = false
  const waiting = waiters.wait(1, all, over.signal).then(() => (isWoken = true))
  await pause(250)
  assert.equal(isWoken, false)
  over.abort()
  await waiting
})

test('who is behind does not wait', async () => {
  const { feed } = memoryFeed('a.test/x', 'b.test/x')
  const waiters = openWaiters(feed)
  await waiters.wait(1, () => false, never)
})

test('when more comes than is looked through, all may look', async () => {
  const { feed, add } = memoryFeed()
  const waiters = openWaiters(feed)
  const waiting = waiters.wait(0, ({ version }) => version === 'v1.0.1500', never)
  add(...Array.from({ length: 1600 }, (_, i) => `a.test/x@v1.0.${i}`))
  await waiting
})

test('a database that cannot be read wakes all, who are told when they read', async () => {
  const { feed } = memoryFeed()
  let isBroken = false
  const waiters = openWaiters({
    ...feed,
    newestEntry() {
      if (isBroken) throw new Error('broken')
      return feed.newestEntry()
    },
  })
  const waiting = waiters.wait(0, all, never)
  isBroken = true
  await waiting
})

test('after the stop nobody waits', async () => {
  const { feed } = memoryFeed()
  const waiters = openWaiters(feed)
  const waiting = [waiters.wait(0, all, never), waiters.wait(0, all, never)]
  waiters.stop()
  await Promise.all(waiting)
  await waiters.wait(0, all, never)
  await waiters.wait(0, all, AbortSignal.abort())
  assert.equal(waiters.count(), 0)
})

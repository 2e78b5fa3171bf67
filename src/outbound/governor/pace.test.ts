import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Heard } from './heard.ts'
import { firstPace, intervalOf, paceAfter, type Pace } from './pace.ts'

const good: Heard = { kind: 'good', why: '200' }
const trouble: Heard = { kind: 'trouble', why: '500' }
const limited: Heard = { kind: 'throttled', why: '429' }

function after(times: number, heard: Heard, millis: number, from = firstPace(8)): Pace {
  let pace = from
  for (let i = 0; i < times; i++) pace = paceAfter(pace, heard, millis, 8)
  return pace
}

suite('paceAfter()', () => {
  test('starts with a few connections, and no more than it may have', () => {
    assert.equal(firstPace(8).connections, 4)
    assert.equal(firstPace(2).connections, 2)
  })

  test('takes one more after as many good answers as there are connections, up to the limit', () => {
    assert.equal(after(3, good, 20).connections, 4)
    assert.equal(after(4, good, 20).connections, 5)
    assert.equal(after(4 + 5, good, 20).connections, 6)
    assert.equal(after(1000, good, 20).connections, 8)
  })

  for (const heard of [trouble, limited]) {
    test(`halves them after ${heard.kind}, down to one`, () => {
      assert.equal(after(1, heard, 20).connections, 2)
      assert.equal(after(2, heard, 20).connections, 1)
      assert.equal(after(9, heard, 20).connections, 1)
    })
  }

  test('takes one away when answers become slow', () => {
    const used = after(1000, good, 100)
    const slow = after(10, good, 3000, used)
    assert.ok(slow.connections < used.connections, `${slow.connections}`)
    assert.ok(after(200, good, 100, after(50, good, 3000, used)).connections === 8)
  })

  test('an always slow host is not slower than usual', () => {
    assert.equal(after(1000, good, 4000).connections, 8)
  })

  test('quick answers are never slow', () => {
    assert.equal(after(20, good, 400, after(1000, good, 5)).connections, 8)
  })

  test('what we ended ourselves changes nothing', () => {
    const pace = after(3, good, 20)
    assert.equal(paceAfter(pace, { kind: 'ours', why: '' }, 9000, 8), pace)
  })
})

suite('intervalOf()', () => {
  test('is the configured one for a quick host', () => {
    assert.equal(intervalOf(after(1, good, 20), 1000), 1000)
  })
  test('is ten times what an answer takes', () => {
    assert.equal(Math.round(intervalOf(after(5, good, 2000), 1000)), 20_000)
  })
  test('doubles with each trouble, and comes back slowly', () => {
    const troubled = after(3, trouble, 20)
    assert.equal(intervalOf(troubled, 1000), 8000)
    const better = intervalOf(after(3, good, 20, troubled), 1000)
    assert.ok(better > 4000 && better < 8000, String(better))
    assert.equal(intervalOf(after(100, good, 20, troubled), 1000), 1000)
  })
  test('is at most ten minutes, unless the host asks for more', () => {
    assert.equal(intervalOf(after(20, trouble, 20), 60_000), 600_000)
    assert.equal(intervalOf(after(20, trouble, 20), 60_000, 3_600_000), 3_600_000)
  })
  test('is never shorter than the Crawl-delay', () => {
    assert.equal(intervalOf(firstPace(8), 1000, 10_000), 10_000)
  })
})

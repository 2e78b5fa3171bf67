import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { createTurns } from './program-turns.ts'

const start = (most: number, names: string) => {
  const turns = createTurns(most)
  const begun: string[] = []
  const leave = new Map(names.split('').map((name) => [name, turns(() => void begun.push(name))]))
  return { begun, leave: (name: string) => leave.get(name)?.() }
}

suite('createTurns()', () => {
  test('begins the others in the order they came when one leaves', () => {
    const { begun, leave } = start(2, 'abcde')
    assert.deepEqual(begun, ['a', 'b'])
    leave('b')
    assert.deepEqual(begun, ['a', 'b', 'c'])
    leave('a')
    leave('c')
    assert.deepEqual(begun, ['a', 'b', 'c', 'd', 'e'])
  })

  test('forgets one that leaves while it waits', () => {
    const { begun, leave } = start(1, 'abc')
    leave('b')
    leave('a')
    assert.deepEqual(begun, ['a', 'c'])
  })

  test('gives a place away once when somebody leaves twice', () => {
    const { begun, leave } = start(1, 'abc')
    leave('a')
    leave('a')
    assert.deepEqual(begun, ['a', 'b'])
  })

  test('begins all of them when each leaves at once', () => {
    const turns = createTurns(1)
    let begun = 0
    const leave = turns(() => {})
    for (let index = 0; index < 3; index++) {
      turns((done) => {
        begun++
        done()
      })
    }
    leave()
    assert.equal(begun, 3)
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { collisionChecker } from './collisions.ts'

test('collisionChecker() finds what a case-insensitive file system cannot hold', () => {
  const rows: [names: string[], problem: RegExp | undefined][] = [
    [['a', 'b', 'c/a', 'c/b', 'd/c/a'], undefined],
    [['c/', 'c/', 'c/a', 'c/'], undefined],
    [['a', 'A'], /case from "a"/],
    [['c/a', 'C/b'], /case from "c"/],
    [['c/D/a', 'x/y', 'c/d/b'], /case from "c\/D"/],
    [['c/', 'C/'], /case from "c"/],
    [['a', 'a'], /more than once/],
    [['a', 'a/'], /file and a directory/],
    [['a/', 'a'], /file and a directory/],
    [['a', 'a/b/c'], /"a" is a file and a directory/],
  ]
  for (const [names, problem] of rows) {
    const check = collisionChecker()
    const found = names.map((name) => check(name.replace(/\/$/, ''), name.endsWith('/')))
    const last = found.pop()
    assert.deepEqual(found, Array(names.length - 1).fill(undefined))
    if (problem === undefined) assert.equal(last, undefined, names.join(' '))
    else assert.match(last ?? '', problem)
  }
})

test('collisionChecker() goes on after a problem', () => {
  const check = collisionChecker()
  assert.equal(check('c/a', false), undefined)
  assert.match(check('C/b', false) ?? '', /case/)
  assert.match(check('c/b', false) ?? '', /case from "C\/b"/)
  assert.match(check('C/d', false) ?? '', /case/)
})

test('collisionChecker() takes paths of any depth', () => {
  const deep = 'a/'.repeat(50_000)
  const check = collisionChecker()
  assert.equal(check(`${deep}x`, false), undefined)
  assert.match(check(`${deep}X`, false) ?? '', /letter case/)
})

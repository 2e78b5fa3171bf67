import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearest } from './nearest.ts'

const words = ['listen', 'data', 'upstream', 'outbound.allow', 'log.level']

test('nearest() finds the word that was meant', () => {
  for (const [word, meant] of [
    ['listne', 'listen'],
    ['Listen', 'listen'],
    ['dta', 'data'],
    ['upstreams', 'upstream'],
    ['outbound.alow', 'outbound.allow'],
  ] as const) {
    assert.equal(nearest(word, words), meant, word)
  }
})

test('nearest() is undefined when nothing is near', () => {
  for (const word of ['', 'xyz', 'log', 'completely-different'])
    assert.equal(nearest(word, words), undefined, word)
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { codeView, hashOf } from '../../../test/code-view.ts'
import { refDigest } from '../ref-digest.ts'
import { tagSum } from './tag-sum.ts'

const pseudo = 'v0.0.0-20200102030405-0123456789ab'
const tags = ['v1.0.0', 'v2.0.0', 'v2.1.0+meta', 'v1', 'x', pseudo, 'sub/v1.0.0', 'sub/v2.0.0']
const view = codeView([{ files: {}, tags }])

suite('tagSum()', () => {
  const table = [
    ['', ['v1.0.0', 'v2.0.0', 'v2.1.0+meta']],
    ['v2.', ['v2.0.0', 'v2.1.0+meta']],
    ['sub/', ['sub/v1.0.0', 'sub/v2.0.0']],
    ['sub/v2.', ['sub/v2.0.0']],
    ['none/', []],
  ] as const
  for (const [prefix, counted] of table) {
    test(`counts ${counted.join(' ') || 'none'} for "${prefix}"`, () => {
      const digest = refDigest(counted.map((name) => [name, hashOf(0)]))
      assert.equal(tagSum(view, prefix), `t1:${digest}`)
    })
  }
})

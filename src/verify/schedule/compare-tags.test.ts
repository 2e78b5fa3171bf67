import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { MadeVersion } from '../../store/facts/made-versions.ts'
import { compareTags } from './compare-tags.ts'

const [a, b, c] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)]
const made = (ref: string | null, hash: string | null): MadeVersion => ({
  path: 'x.example/m',
  version: 'v1.0.0',
  ref,
  hash,
})
const tag = (name: string, hash: string | null) => made(`refs/tags/${name}`, hash)

const cases: [what: string, versions: MadeVersion[], result: string, saw: string][] = [
  ['no versions', [], 'unchanged', '0 tags as before'],
  ['one tag as before', [tag('v1', a)], 'unchanged', '1 tag as before'],
  ['two as before', [tag('v1', a), tag('sub/v2', b)], 'unchanged', '2 tags as before'],
  ['a tag that is lost', [tag('v3', a)], 'suspected', 'tag v3 is not there'],
  ['a tag that was moved', [tag('v1', c)], 'suspected', 'tag v1 names aaaaaaa, not ccccccc'],
  [
    'one moved among others',
    [tag('sub/v2', b), tag('v1', c), tag('v3', a)],
    'suspected',
    'tag v1 names aaaaaaa, not ccccccc, and 1 more like that',
  ],
  [
    'several lost',
    [tag('v3', a), tag('v4', a), tag('v5', a)],
    'suspected',
    'tag v3 is not there, and 2 more like that',
  ],
  ['a commit that no ref named', [made(null, c)], 'unchanged', '0 tags as before'],
  ['a branch that went on', [made('refs/heads/main', c)], 'unchanged', '0 tags as before'],
  ['a branch named as a tag', [made('refs/heads/v1', c)], 'unchanged', '0 tags as before'],
  ['a tag without a hash', [tag('v3', null)], 'unchanged', '0 tags as before'],
]

suite('compareTags()', () => {
  const tags = new Map([
    ['v1', a],
    ['sub/v2', b],
    ['new', c],
  ])
  for (const [what, versions, result, saw] of cases) {
    test(`sees ${what}`, () => {
      assert.deepEqual(compareTags(versions, { tags }), { result, saw })
    })
  }
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { placeModule } from '../../origin/code/place.ts'
import type { NamedVersion } from '../../origin/module-source.ts'
import type { KnownContentRow } from '../../store/facts/known-contents.ts'
import type { Claim } from '../judge/claim.ts'
import { isApproved, keptBefore, knownContents, rememberedAt } from './recall.ts'

const hash = 'a'.repeat(40)
const url = 'https://git.test/x'
const claim: Claim = {
  path: 'corp.test/x',
  version: 'v1.0.0',
  scope: 'build',
  goSum: 'h1:zip',
  goModSum: 'h1:mod',
}
const row: KnownContentRow = {
  path: claim.path,
  version: claim.version,
  hash,
  root: 'corp.test/x',
  dir: '',
  vcs: 'git',
  url,
  goModSum: 'h1:mod',
  zipSum: 'h1:zip',
  at: 5,
  proof: null,
}
const place = placeModule(claim.path, 'corp.test/x', '')
const named: NamedVersion = { from: { vcs: 'git', url, place }, hash, origin: {} }
const hashed = { hash, url, goModSum: 'h1:mod', zipSum: 'h1:zip', at: 5, from: 'hashed' } as const
const cached = { ...claim, cachedOrigin: { VCS: 'git', URL: url, Hash: hash } }
const graph: Claim = { ...claim, scope: 'graph' }
const bare: Claim = { path: claim.path, version: claim.version, scope: 'build' }

suite('isApproved()', () => {
  const { goSum: _, ...unsummed } = cached
  const table: readonly (readonly [
    what: string,
    claim: Claim,
    rows: readonly KnownContentRow[],
    isEnough: boolean,
  ])[] = [
    ['the commit, with the sums of go.sum', claim, [row], true],
    ['no go.sum line', bare, [row], true],
    ['nothing', claim, [], false],
    ['another commit', claim, [{ ...row, hash: 'b'.repeat(40) }], false],
    ['another zip', claim, [{ ...row, zipSum: 'h1:other' }], false],
    ['another go.mod', claim, [{ ...row, goModSum: 'h1:other' }], false],
    ['only the go.mod, of a module that is needed whole', claim, [{ ...row, zipSum: null }], false],
    ['only the go.mod, where no more is needed', graph, [{ ...row, zipSum: null }], true],
    ['the commit, of a module in another folder', claim, [{ ...row, dir: 'sub' }], false],
    ['the commit, below another root', claim, [{ ...row, root: 'corp.test' }], false],
    ['the module cache', cached, [], true],
    ['the module cache, and other content', cached, [{ ...row, zipSum: 'h1:other' }], false],
    ['the module cache, without a go.sum line', unsummed, [], false],
    [
      'the module cache, with another commit',
      { ...cached, cachedOrigin: { Hash: 'b'.repeat(40) } },
      [],
      false,
    ],
    [
      'the module cache, with another folder',
      { ...cached, cachedOrigin: { Hash: hash, Subdir: 'sub' } },
      [],
      false,
    ],
  ]
  for (const [what, asked, rows, isEnough] of table) {
    test(`${isEnough ? 'takes' : 'does not take'} what is known: ${what}`, () => {
      assert.equal(isApproved({ claim: asked, rows }, named), isEnough)
    })
  }
})

test('rememberedAt() tells only of the same place', () => {
  const rows = [row, { ...row, dir: 'sub' }, { ...row, root: 'corp.test' }]
  assert.deepEqual(rememberedAt({ claim, rows }, place), [row])
})

test('knownContents() tells what was known in another place', () => {
  const rows = [row, { ...row, dir: 'sub', at: 4 }]
  assert.deepEqual(knownContents({ claim, rows }, place), [
    hashed,
    { ...hashed, at: 4, isElsewhere: true },
  ])
  assert.deepEqual(knownContents({ claim: cached, rows: [] }), [
    { hash, url, at: 0, from: 'module-cache' },
  ])
  assert.equal(knownContents({ claim, rows }).length, 2)
})

test('keptBefore() tells where content was as go.sum has it, if that is elsewhere', () => {
  const now = { vcs: 'git', url: 'https://other.test/x' }
  const before = { vcs: 'git', url }
  assert.deepEqual(keptBefore({ claim, rows: [row] }, now), before)
  assert.deepEqual(keptBefore({ claim: cached, rows: [] }, now), before)
  assert.equal(keptBefore({ claim, rows: [row] }, { vcs: 'git', url: `${url}.git` }), undefined)
  assert.equal(keptBefore({ claim, rows: [{ ...row, zipSum: 'h1:other' }] }, now), undefined)
})

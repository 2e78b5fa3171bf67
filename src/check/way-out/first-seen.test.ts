import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KnownContentRow } from '../../store/facts/known-contents.ts'
import type { Judged } from '../../verify/judge/judged.ts'
import type { Subject } from '../subject.ts'
import { firstSeen } from './first-seen.ts'

const path = 'github.com/acme/x'
const version = 'v1.0.0'

function rowOf(hash: string, zipSum: string | null, at: number): KnownContentRow {
  const place = { vcs: 'git', url: `https://${path}`, root: path, dir: '' }
  return { path, version, hash, ...place, goModSum: 'h1:mod', zipSum, at, proof: null }
}

/** Those hashed last come first, as in the memory. */
function first(of: string, found: string | undefined, rows: readonly KnownContentRow[]) {
  const judged = {
    subject: { path, version },
    verdict: { class: of },
    ...(found !== undefined && { found: { zipSum: found } }),
  } as unknown as Judged<Subject>
  return firstSeen(judged, { knownContents: () => [...rows] })
}

test('firstSeen() is the whole module that was hashed first, where upstream has another', () => {
  const rows = [rowOf('c', 'h1:c', 3000), rowOf('b', 'h1:b', 2000), rowOf('a', null, 1000)]
  const seen = { sum: 'h1:b', commit: 'b', at: '1970-01-01T00:00:02.000Z' }
  assert.deepEqual(first('changed', 'h1:c', rows), seen)
  assert.deepEqual(first('changed', undefined, rows), seen)
  assert.equal(first('changed', 'h1:b', rows), undefined)
  assert.equal(first('lost', 'h1:c', rows), undefined)
  assert.equal(first('changed', 'h1:c', []), undefined)
  assert.equal(first('changed', 'h1:c', rows.slice(2)), undefined)
})

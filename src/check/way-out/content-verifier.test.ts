import assert from 'node:assert/strict'
import { test } from 'node:test'
import { temporaryFolder } from '../../../test/forge/temporary-folder.ts'
import type { KnownContentRow } from '../../store/facts/known-contents.ts'
import { Failure } from '../../failure.ts'
import { contentVerifier, type VerifierTools } from './content-verifier.ts'

const path = 'github.com/acme/x'
const version = 'v1.1.0'
const url = `https://${path}`
const place = { root: path, dir: '' }

function rowOf(hash: string, at: number): KnownContentRow {
  const sums = { goModSum: 'h1:mod', zipSum: `h1:${hash}` }
  return { path, version, hash, ...place, vcs: 'git', url, ...sums, at, proof: null }
}

async function unreadable(): Promise<never> {
  throw new Failure('unreachable', 'no answer')
}

/** What is said of a version whose ref names a commit; rows are in the order of the memory: hashed last first. */
async function standing(
  rows: readonly KnownContentRow[],
  names: string,
  scope: 'build' | 'graph' = 'build',
) {
  await using folder = await temporaryFolder('verifier')
  const named = { from: { vcs: 'git', url, place }, hash: names, origin: { Hash: names } }
  const tools = {
    origins: { direct: () => ({ named: async () => named, find: unreadable }) },
    memory: { knownContents: () => rows, saveContents: () => [] },
    level: 'refs',
    now: () => 0,
    scratch: folder.path,
    isPrivate: () => false,
  }
  const verifier = contentVerifier(tools as unknown as VerifierTools)
  return await verifier.verify({ path, version, scope })
}

test('contentVerifier() goes by the content of the commit that is named, and by what was hashed first', async () => {
  const first = rowOf('a', 1)
  const second = rowOf('b', 2)
  assert.equal(await standing([first], 'a'), 'verified')
  assert.equal(await standing([second, first], 'a'), 'verified')
  assert.equal(await standing([second, first], 'b'), 'other')
})

test('contentVerifier() takes the go.mod for enough only where nothing else is needed', async () => {
  const goModOnly = { ...rowOf('a', 1), zipSum: null }
  const other = { ...rowOf('b', 2), goModSum: 'h1:other' }
  assert.equal(await standing([goModOnly], 'a', 'graph'), 'verified')
  assert.equal(await standing([rowOf('b', 2), goModOnly], 'b', 'graph'), 'verified')
  assert.equal(await standing([other, goModOnly], 'b', 'graph'), 'other')
  assert.equal(await standing([rowOf('b', 2), goModOnly], 'b'), 'verified')
  await assert.rejects(standing([goModOnly], 'a'), { code: 'unreachable' })
})

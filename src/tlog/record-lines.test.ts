import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidError } from '../gomod/invalid-error.ts'
import { leafHash } from './hash.ts'
import { ProofError } from './proof-error.ts'
import { proveByProof } from './proven-record.ts'
import { parseModuleRecord } from './record-text.ts'
import { recordedSums } from './recorded-sums.ts'

const [zip, goMod, other] = ['zip', 'mod', 'other'].map(
  (text) => `h1:${Buffer.from(text.padEnd(32)).toString('base64')}`,
)
const [path, version] = ['a.test/x', 'v1.0.0']
const good = `${path} ${version} ${zip}\n${path} ${version}/go.mod ${goMod}\n`

/** What a log of this record alone proves of the version. */
function sumsOf(text: string) {
  const record = proveByProof([], { size: 1, root: leafHash(text) }, 0, text)
  return recordedSums(record, path, version)
}

test('only whole lines of the version count, and one that stands there twice is one', () => {
  assert.deepEqual([sumsOf(good).zip, sumsOf(good).goMod], [zip, goMod])
  assert.equal(sumsOf(`${good}${path} ${version} ${zip}\n`).zip, zip)
  assert.equal(sumsOf(`${good}${path} ${version} h2:abc\n`).zip, zip)
  assert.equal(sumsOf(`${good}${path} ${version} ${other} and more\n`).zip, zip)
  assert.equal(sumsOf(`${good}${path}/y ${version} ${other}\n`).zip, zip)
  for (const text of [
    `${good}${path} ${version} ${other}\n`,
    good.replace(`${version} `, `${version}  `),
    good.replace(`${zip}`, `${zip} and more`),
    good.replaceAll(path, `${path}/y`),
    good.replaceAll(version, 'v1.0.1'),
  ]) {
    assert.throws(() => sumsOf(text), ProofError, text)
  }
})

test('parseModuleRecord() takes what can be a record, and nothing else', () => {
  assert.deepEqual(parseModuleRecord(good), { path, version, zip, goMod })
  for (const text of [
    good.replaceAll(path, 'not-a-path'),
    good.replaceAll(path, 'a.test/../x'),
    good.replaceAll(version, 'v1'),
    good.replaceAll(version, 'v1.0.0+meta'),
    good.replaceAll('h1:', 'h2:'),
    good.replace(zip ?? '', 'h1:AAAA'),
    good.replace(goMod ?? '', 'h1:AAAA'),
    good.replace('/go.mod', ''),
    `${good}${path} ${version} ${zip}\n`,
  ]) {
    assert.throws(() => parseModuleRecord(text), InvalidError, text)
  }
})

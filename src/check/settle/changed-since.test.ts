import assert from 'node:assert/strict'
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import type { Subject } from '../subject.ts'
import type { Target } from '../target/read-target.ts'
import { addedSince } from './changed-since.ts'

const x: Subject = {
  path: 'a.test/x',
  version: 'v1.0.0',
  scope: 'build',
  goSum: 'h1:a',
  goModSum: 'h1:b',
  requiredBy: [],
}

function targetOf(subjects: readonly Subject[], folder: string): Target {
  const nothing = {
    notes: [],
    mains: [],
    unread: [],
    mayMiss: false,
    graphs: [],
    builds: [],
    root: folder,
    commit: undefined,
  }
  return { name: 'm', target: 'go.mod', kind: 'project', subjects, folder, ...nothing }
}

/** What is left of `now`, where `read` tells what there was. */
async function added(now: readonly Subject[], read: (scratch: string) => Target | Promise<Target>) {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'headwater-test-')))
  try {
    const { target, since } = await addedSince(targetOf(now, '/elsewhere'), {
      git: {
        root: '/elsewhere',
        remote: () => Promise.resolve(undefined),
        mergeBase: () => Promise.resolve('c'),
        filesNamed: () => Promise.resolve([{ path: 'sub/go.mod', bytes: Buffer.from('module m') }]),
      },
      ref: 'main',
      commit: 'c',
      scratch,
      read: async () => read(scratch),
    })
    return { left: target.subjects, notes: target.notes, unchanged: since.unchanged }
  } finally {
    await rm(scratch, { recursive: true })
  }
}

const cases: [what: string, before: Subject[], isLeft: boolean][] = [
  ['as it was', [x], false],
  ['not needed before', [], true],
  ['of another version before', [{ ...x, version: 'v0.9.0' }], true],
  ['with another hash before', [{ ...x, goSum: 'h1:other' }], true],
  ['with another hash of its go.mod before', [{ ...x, goModSum: 'h1:other' }], true],
  ['with one of two hashes of before', [x, { ...x, goSum: 'h1:other' }], false],
  ['needed for its go.mod only before', [{ ...x, scope: 'graph' }], true],
  ['replaced by a folder before', [{ ...x, folderFault: 'there is no folder' }], true],
]

suite('addedSince()', () => {
  for (const [what, before, isLeft] of cases) {
    test(`addedSince() ${isLeft ? 'keeps' : 'leaves out'} what is ${what}`, async () => {
      const { left, unchanged } = await added([x], (scratch) => targetOf(before, scratch))
      assert.deepEqual([left.length, unchanged], isLeft ? [1, 0] : [0, 1])
    })
  }

  test('addedSince() leaves out what is needed less than before', async () => {
    const { left } = await added([{ ...x, scope: 'graph' }], (scratch) => targetOf([x], scratch))
    assert.deepEqual(left, [])
  })

  test('addedSince() lays out the files of then, and keeps all where what is read lies elsewhere', async () => {
    const { left } = await added([x], async (scratch) => {
      assert.equal(await readFile(join(scratch, 'sub/go.mod'), 'utf8'), 'module m')
      return targetOf([x], '/elsewhere')
    })
    assert.deepEqual(left, [x])
  })

  test('addedSince() keeps all, and says so, where the files of then are broken', async () => {
    const { left, notes } = await added([x], () => {
      throw new Failure('invalid', 'Cannot check a broken go.mod')
    })
    assert.deepEqual(left, [x])
    assert.match(notes.join(), /^everything is checked, .* what main needed: Cannot check/)
  })
})

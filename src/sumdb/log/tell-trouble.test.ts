import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../failure.ts'
import type { LogTree } from './log-tree.ts'
import { tellTrouble } from './tell-trouble.ts'

/** A tree that fails as it is told, and what was told of it. */
function told() {
  const heard: string[] = []
  const faults: Partial<Record<'open' | 'append', Failure>> = {}
  const step = async (name: 'open' | 'append') => {
    const failure = faults[name]
    if (failure) throw failure
    return [] as never
  }
  const inner: LogTree = {
    open: () => step('open'),
    append: () => step('append'),
    close: () => {},
  }
  const tree = tellTrouble(inner, {
    onTrouble: (what, error) => heard.push(`${what}: ${(error as Error).message}`),
    onRecovery: () => heard.push('works'),
  })
  /** What is heard while the tree fails so. */
  async function heardWhile(fault: typeof faults, ...steps: ('open' | 'append')[]) {
    delete faults.open
    delete faults.append
    Object.assign(faults, fault)
    heard.length = 0
    for (const one of steps) {
      await (one === 'open' ? tree.open() : tree.append([])).then(
        () => assert.equal(faults[one], undefined),
        (error: unknown) => assert.equal(error, faults[one]),
      )
    }
    return [...heard]
  }
  return heardWhile
}

const full = new Failure('no-space', 'the disk is full')
const slow = new Failure('unreachable', 'the signer is slow')

void test('trouble is told when it begins and when it has another reason, and not while it goes on', async () => {
  const heardWhile = told()
  assert.deepEqual(await heardWhile({}, 'open', 'append'), [])
  assert.deepEqual(await heardWhile({ append: full }, 'append', 'append'), [
    'writing: the disk is full',
  ])
  assert.deepEqual(await heardWhile({ append: slow }, 'append'), ['writing: the signer is slow'])
  assert.deepEqual(await heardWhile({}, 'append', 'append'), ['works'])
  assert.deepEqual(await heardWhile({ append: slow }, 'append'), ['writing: the signer is slow'])
})

void test('that the log is read says nothing of whether it can be written', async () => {
  const heardWhile = told()
  await heardWhile({ append: full }, 'append')
  assert.deepEqual(await heardWhile({ append: full }, 'open', 'append'), [])
  assert.deepEqual(await heardWhile({}, 'open'), [])
  assert.deepEqual(await heardWhile({}, 'append'), ['works'])
})

void test('one reason is told once, whoever meets it, and is over with what was written', async () => {
  const heardWhile = told()
  const both = { open: full, append: full }
  assert.deepEqual(await heardWhile(both, 'open', 'append', 'open'), ['reading: the disk is full'])
  assert.deepEqual(await heardWhile({}, 'append'), ['works'])
})

void test('that it is being stopped is no trouble', async () => {
  const heardWhile = told()
  const stopped = new Failure('stopped', 'we are stopping')
  assert.deepEqual(await heardWhile({ open: stopped, append: stopped }, 'open', 'append'), [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { temporaryFolder } from '../../test/forge/temporary-folder.ts'
import { request } from './facts/requests.test-data.ts'
import { openStore } from './open-store.ts'
import { isLocked } from './system-failure.ts'
import { unlockedWaiter } from './unlocked-waiter.ts'

const path = 'git.test/x'
const sums = { modSum: 'h1:m' }

async function lockedStore() {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder('locked'))
  const store = await openStore({ folder: folder.path })
  opened.defer(() => store.close())
  const other = opened.use(new DatabaseSync(join(folder.path, 'headwater.db')))
  other.exec('begin immediate')
  const all = opened.move()
  return { store, other, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

test('unlockedWaiter() goes on when the database is free again, with all who wait, in order', async () => {
  await using locked = await lockedStore()
  const { store, other } = locked
  const done: string[] = []
  const whenUnlocked = unlockedWaiter()
  const writes = ['v1.0.0', 'v1.1.0', 'v1.2.0'].map((version) =>
    whenUnlocked(() => {
      store.facts.beginHold(path, version, sums)
      done.push(version)
    }),
  )
  assert.deepEqual(done, [])
  other.exec('rollback')
  await Promise.all(writes)
  assert.deepEqual(done, ['v1.0.0', 'v1.1.0', 'v1.2.0'])
})

test('unlockedWaiter() gives up with a failure that says what is the matter', async () => {
  await using locked = await lockedStore()
  const { facts } = locked.store
  const write = unlockedWaiter(0)(() => facts.beginHold(path, 'v1.0.0', sums))
  await assert.rejects(write, (error) => {
    assert.match(String(error), /hold git\.test\/x@v1\.0\.0: the database is locked by another/)
    return isLocked(error)
  })
})

test('unlockedWaiter() throws other errors at once', async () => {
  const bug = new TypeError('bug')
  await assert.rejects(
    unlockedWaiter()(() => {
      throw bug
    }),
    bug,
  )
})

test('a store answers and takes notes while its database is locked, and writes them on close', async () => {
  await using locked = await lockedStore()
  const { store, other } = locked
  const answer = { path, question: 'list', body: 'v1.0.0\n', askedAt: 5 }
  store.facts.saveAnswer(answer)
  store.facts.saveLocation({ path, vcs: 'git', url: 'https://git.test/x', root: path, subdir: '' })
  assert.deepEqual(store.facts.answerOf(path, 'list'), answer)
  store.facts.saveAnswer({ ...answer, body: 'v1.1.0\n' })
  assert.equal(store.facts.answerOf(path, 'list')?.body, 'v1.1.0\n')
  other.exec('rollback')
  store.close()
  assert.equal(other.prepare('select body from answers').get()?.['body'], 'v1.1.0\n')
})

test('a store that nobody can write to any more still closes, and says why', async () => {
  await using locked = await lockedStore()
  const { store } = locked
  store.facts.saveAnswer({ path, question: 'list', body: '', askedAt: 5 })
  store.facts.recordRequest(request)
  assert.throws(() => store.close(), isLocked)
  assert.throws(() => store.facts.heldVersions(path), /not open|finalized/)
})

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { startForge, type Forge } from '../../../test/forge/forge.ts'
import { repository } from '../../../test/forge/repository.ts'
import { temporaryFolder } from '../../../test/forge/temporary-folder.ts'
import { openTestGate } from '../../../test/open-test-gate.ts'
import { parseGovcs } from '../../gomod/govcs.ts'
import { openOrigins } from '../../origin/open-origin.ts'
import { repositoryKey } from '../../outbound/same-repository.ts'
import { openStore } from '../../store/open-store.ts'
import type { Asked } from './asked.ts'
import { openDesk, type Desk, type DeskTools } from './desk.ts'

const x: Asked = { path: 'github.com/acme/x', version: 'v1.0.0', scope: 'build' }
const gone: Asked = { ...x, version: 'v1.2.3' }
const never = new AbortController().signal

interface Scene extends AsyncDisposable {
  readonly forge: Forge
  readonly desk: Desk
  /** Puts the clock forward, milliseconds. */
  pass(millis: number): void
  /** What a question is told: codes by place, those that were known marked with `*`. */
  ask(question: readonly Asked[], signal?: AbortSignal): Promise<string[]>
}

async function scene(more: Partial<DeskTools> = {}): Promise<Scene> {
  const stack = new AsyncDisposableStack()
  const forge = stack.use(await startForge({ hosts: ['github.com'] }))
  await repository(forge, x.path, [
    { files: { 'go.mod': `module ${x.path}\n` }, tags: ['v1.0.0', 'v1.1.0'] },
  ])
  const folder = stack.use(await temporaryFolder('desk'))
  let ahead = 0
  const now = () => Date.now() + ahead
  let desk: Desk | undefined
  const { gate } = stack.use(
    openTestGate(forge.rewrites(), { onRequest: (request) => desk?.noteRequest(request) }),
  )
  const store = stack.adopt(await openStore({ folder: join(folder.path, 'data'), now }), (one) =>
    one.close(),
  )
  const origins = openOrigins({
    gate,
    now,
    upstream: [{ source: 'direct', fallBackOn: 'not-found' }],
    private: [],
    govcs: parseGovcs('*:all'),
    insecure: [],
    gitFolder: join(folder.path, 'git'),
    lock: (name) => store.lock(name),
    tryLock: (name) => store.tryLock(name),
    freshness: { list: 0, notFound: 0 },
    strictFor: 0,
    maxRepositoryBytes: 1e8,
    maxGitBytes: 1e9,
    maxPageBytes: 1e6,
  })
  const freshFor = 600_000
  desk = openDesk({
    origins: { ...origins, ...origins.within(() => freshFor) },
    gate,
    memory: store.facts,
    now,
    scratch: store.scratch,
    isPrivate: () => false,
    rewrites: [],
    freshFor,
    retryFor: 60_000,
    onError: (error) => assert.fail(String(error)),
    ...more,
  })
  const opened = desk
  stack.defer(() => opened.close())
  return {
    forge,
    desk,
    pass: (millis) => void (ahead += millis),
    async ask(question, signal = never) {
      const told: string[] = []
      await opened.judge(question, signal, (index, { verdict }, wasKnown) => {
        told[index] = `${verdict.code}${wasKnown ? '*' : ''}`
      })
      return told
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

suite('desk', () => {
  test('it asks once for all who ask at the same time, and tells the same for a while', async () => {
    await using at = await scene()
    const all = await Promise.all([at.ask([x]), at.ask([x, x]), at.ask([gone, x])])
    assert.deepEqual(all, [['verified'], ['verified', 'verified'], ['version-gone', 'verified']])
    const asked = at.forge.log.of(x.path).length
    assert.deepEqual(await at.ask([x, { ...x, scope: 'graph' }]), ['verified*', 'verified*'])
    assert.equal(at.forge.log.of(x.path).length, asked)
    assert.deepEqual(await at.ask([gone]), ['version-gone*'])
    at.pass(600_001)
    assert.deepEqual(await at.ask([x]), ['unchanged'])
    assert.equal(at.forge.log.of(x.path).length, asked + 1)
  })

  test('another version of a repository that was asked lately does not ask for its refs', async () => {
    await using at = await scene()
    await at.ask([x])
    const before = at.forge.log.of(x.path).length
    assert.deepEqual(await at.ask([{ ...x, version: 'v1.1.0' }]), ['verified'])
    assert.equal(at.forge.log.of(x.path).length, before)
  })

  test('it tells what a question has cost whom', async () => {
    await using at = await scene()
    const costs = await at.desk.judge([x], never, () => {})
    assert.deepEqual(new Set(costs.map(({ host }) => host)), new Set(['github.com']))
    assert.equal(costs.length, at.forge.log.of(x.path).length)
    assert.deepEqual(await at.desk.judge([x], never, () => {}), [])
  })

  test('what could not be found out is asked anew sooner', async () => {
    await using at = await scene()
    const stop = at.forge.script(() => ({ kind: 'page', status: 500, body: '' }))
    assert.deepEqual(await at.ask([x]), ['unreachable'])
    assert.deepEqual(await at.ask([x]), ['unreachable*'])
    stop()
    at.pass(60_001)
    assert.doesNotMatch((await at.ask([x])).join(), /\*/)
  })

  test('what a hook tells of is forgotten', async () => {
    await using at = await scene()
    await at.ask([x])
    at.desk.forget([repositoryKey('https://github.com/acme/other') ?? ''])
    assert.deepEqual(await at.ask([x]), ['verified*'])
    at.desk.forget([repositoryKey('https://github.com/acme/x') ?? ''])
    assert.doesNotMatch((await at.ask([x])).join(), /\*/)
  })

  test('who goes away stops what nobody else waits for', async () => {
    await using at = await scene()
    const release = Promise.withResolvers<undefined>()
    const came = Promise.withResolvers<void>()
    at.forge.script(() => {
      came.resolve()
      return release.promise
    })
    const [one, other] = [new AbortController(), new AbortController()]
    const first = at.ask([x], one.signal)
    const second = at.ask([x], other.signal)
    await came.promise
    one.abort()
    await assert.rejects(first, { code: 'stopped' })
    other.abort()
    await assert.rejects(second, { code: 'stopped' })
    release.resolve(undefined)
    // Nothing is remembered of what was stopped.
    assert.deepEqual(await at.ask([x]), ['verified'])
  })

  test('who stays is told all the same', async () => {
    await using at = await scene()
    const stop = new AbortController()
    const first = at.ask([x], stop.signal)
    const second = at.ask([x])
    stop.abort()
    await assert.rejects(first, { code: 'stopped' })
    assert.deepEqual(await second, ['verified'])
  })

  test('when too many wait, one more is refused at once, but not for what is known', async () => {
    await using at = await scene({ mostAtATime: 1, mostWaiting: 1 })
    await at.ask([x])
    const release = Promise.withResolvers<undefined>()
    at.forge.script(() => release.promise)
    const stop = new AbortController()
    const waiting = ['a', 'b'].map((name) =>
      at.ask([{ ...x, path: `github.com/acme/${name}` }], stop.signal),
    )
    const late = { ...x, path: 'github.com/acme/c' }
    await assert.rejects(at.ask([late]), { code: 'throttled' })
    assert.deepEqual(await at.ask([x]), ['verified*'])
    stop.abort()
    await Promise.allSettled(waiting)
    release.resolve(undefined)
  })
})

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Failure, type FailureCode, type FailureDetails } from '../src/failure.ts'
import { depotShelf } from '../src/origin/git/depot-shelf.ts'
import { gitHost } from '../src/origin/git/git-host.ts'
import type { CodeHost, CodeView } from '../src/origin/code-host.ts'
import { openLocks } from '../src/store/locks.ts'
import type { CommitSpec } from './forge/commit-spec.ts'
import { startForge, type Forge, type ForgeOptions, type Rewrite } from './forge/forge.ts'
import { temporaryFolder } from './forge/temporary-folder.ts'
import { openTestGate, type TestGate } from './open-test-gate.ts'

/** A forge, and git hosts that read it into a folder. */
export interface TestGit extends AsyncDisposable {
  readonly forge: Forge
  readonly records: TestGate['records']
  /** Holds the depots, one folder each, and nothing else. */
  readonly folder: string
  /** A new host, as another process would open it: through a gate that knows nothing of earlier troubles. */
  readonly host: (hostPath: string) => CodeHost
  /** Another process: its hosts share a gate and a shelf. */
  readonly openProcess: () => (hostPath: string) => CodeHost
  /** Sets the clock forward. */
  readonly pass: (milliseconds: number) => void
}

/** What can be different. */
export interface TestGitOptions extends ForgeOptions {
  /** Most bytes of one answer. */
  readonly maxBytes?: number
  /** Most bytes of all depots. */
  readonly maxAllBytes?: number
  /** Where hosts are instead of on the forge. */
  readonly rewrites?: readonly Rewrite[]
}

/** Starts all of it. The clock stands still. */
export async function openTestGit(options: TestGitOptions = {}): Promise<TestGit> {
  await using opened = new AsyncDisposableStack()
  const { maxBytes = 1e9, maxAllBytes = 1e12, rewrites, ...forgeOptions } = options
  const forge = opened.use(await startForge({ hosts: ['git.test'], ...forgeOptions }))
  const depots = opened.use(await temporaryFolder('depots'))
  const locking = opened.use(await temporaryFolder('locks'))
  const records: TestGate['records'] = []
  let clock = Date.parse('2026-01-01T00:00:00Z')
  const parts = opened.move()
  const now = () => clock
  const openGate = () =>
    parts.use(
      openTestGate(rewrites ?? forge.rewrites(), { onRequest: (record) => records.push(record) }),
    ).gate
  const openProcess = () => {
    const gate = openGate()
    const locks = openLocks(locking.path)
    const shelf = depotShelf({
      folder: depots.path,
      lock: async (name) => (await locks).lock(name),
      tryLock: async (name) => (await locks).tryLock(name),
      now,
      maxBytes: maxAllBytes,
      onTrouble: (error) => assert.fail(String(error)),
    })
    return (hostPath: string) => gitHost(`https://${hostPath}`, { gate, now, maxBytes, shelf })
  }
  return {
    forge,
    records,
    folder: depots.path,
    host: (hostPath) => openProcess()(hostPath),
    openProcess,
    pass: (milliseconds) => (clock += milliseconds),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** Does not shrink, and is the same in every version: what an incremental fetch leaves out. */
const ballast = randomBytes(200_000)

/** Commits tagged `v1.0.0`, `v1.1.0` and so on, each with another go.mod and the same large file. */
export const versions = (many: number): CommitSpec[] =>
  Array.from({ length: many }, (_, index) => ({
    files: { 'go.mod': `module m // ${index}\n`, ballast },
    tags: [`v1.${index}.0`],
  }))

/** The go.mod of a revision. */
export async function goMod(view: CodeView, tag: string): Promise<string | undefined> {
  const { hash } = await view.stat(tag)
  const found = await view.readFile(hash, 'go.mod', 1000)
  return found && Buffer.from(found).toString()
}

/** The names in a revision's tree, which comes as a tar, too. */
export const namesIn = (view: CodeView, hash: string, subdir = ''): Promise<string[]> =>
  view.withTree(hash, subdir, async ({ entries, archive }) => {
    let size = 0
    for await (const chunk of archive) size += chunk.length
    assert.ok(size >= 1024)
    return entries.map(({ name }) => name)
  })

/** For `assert.rejects`: a Failure of this code, found in this step. */
export const failing = (code: FailureCode, at: FailureDetails['at']) => (error: unknown) => {
  assert.ok(Failure.is(error), String(error))
  assert.deepEqual([error.code, error.details.at], [code, at], error.message)
  return true
}

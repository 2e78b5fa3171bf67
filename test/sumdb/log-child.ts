// Looks versions up in the log in a folder, several at a time, and prints each answer as a line of JSON, until it is ended:
// node log-child.ts FOLDER FIRST COUNT PARALLEL [STOP]
// With STOP it prints "stops" and stands still (SIGSTOP) in the middle of its first batch: `unsigned` when that is committed
// and not signed, `unpublished` when it is signed and nobody has seen it.
import { formatSignerKey } from '../../src/tlog/signer.ts'
import { openLocks } from '../../src/store/locks.ts'
import { guardFile } from '../../src/store/log/guard-file.ts'
import { heldKey } from '../../src/sumdb/log/held-key.ts'
import { logLock } from '../../src/sumdb/log/log-lock.ts'
import { makeLog } from '../../src/sumdb/log/make-log.ts'
import { openOwnLog, type OwnLog } from '../../src/sumdb/log/own-log.ts'
import { join } from 'node:path'

/** The key of the log of these tests. */
export const childKey = heldKey(formatSignerKey('log.example', Buffer.alloc(32, 9), 1), 'a test')

/** The module whose versions are looked up. */
export const childModule = 'example.com/x'

/** One answer to a lookup, or why there was none. */
export type ChildLine =
  | { readonly version: string; readonly answer: string }
  | { readonly version: string; readonly failure: string }

/** Where a child stands still. */
export type ChildStop = 'unsigned' | 'unpublished'

/** Where the log of a folder is. */
export function placeIn(folder: string) {
  const data = join(folder, 'data')
  return {
    file: join(data, 'sumdb', 'log.db'),
    guard: guardFile(join(folder, 'data.guard', 'log.example')),
    locks: join(data, 'locks'),
  }
}

/** Makes a log in a folder. */
export async function makeLogIn(folder: string): Promise<void> {
  const { file, guard } = placeIn(folder)
  await makeLog(file, guard, childKey, 1)
}

const sum = (text: string) => `h1:${Buffer.from(text.padEnd(32).slice(0, 32)).toString('base64')}`

/** Both sums of a version: the same each time. */
function sumsOfVersion(version: string) {
  return { zip: sum(`zip ${version}`), goMod: sum(`mod ${version}`) }
}

function standStill(): void {
  process.stdout.write('stops\n')
  process.kill(process.pid, 'SIGSTOP')
}

/** Opens the log in a folder, which has every version that anybody asks for. */
async function openLogIn(folder: string, stop?: ChildStop): Promise<OwnLog> {
  const { file, guard, locks } = placeIn(folder)
  const held = await openLocks(locks)
  let isStopped = false
  const stopOnce = (at: ChildStop): void => {
    if (stop !== at || isStopped) return
    isStopped = true
    standStill()
  }
  return openOwnLog({
    file,
    guard: {
      ...guard,
      write(text) {
        stopOnce('unpublished')
        return guard.write(text)
      },
    },
    key: {
      ...childKey,
      sign(text) {
        stopOnce('unsigned')
        return childKey.sign(text)
      },
    },
    lock: () => logLock(held, guard),
    now: Date.now,
    admission: {
      sumsOf: async (_, version) => sumsOfVersion(version),
      ledger: () => undefined,
      needsAttestation: () => false,
      attested: () => Promise.reject(new Error('nobody is asked')),
    },
  })
}

function print(line: ChildLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

async function lookUp(log: OwnLog, version: string): Promise<void> {
  try {
    print({ version, answer: Buffer.from(await log.lookup(childModule, version)).toString() })
  } catch (error) {
    print({ version, failure: error instanceof Error ? error.message : String(error) })
  }
}

/** Which versions a child looks up, and how many at a time. */
interface Wanted {
  readonly first: number
  readonly count: number
  readonly parallel: number
}

async function main(
  folder: string,
  { first, count, parallel }: Wanted,
  stop?: ChildStop,
): Promise<void> {
  const log = await openLogIn(folder, stop)
  let next = first
  const work = async (): Promise<void> => {
    while (next < first + count) {
      next += 1
      // Each tenth was asked for before.
      const n = next % 10 === 0 ? Math.floor(next / 2) : next
      await lookUp(log, `v1.${n}.0`)
    }
  }
  await Promise.all(Array.from({ length: parallel }, work))
  await log.close()
}

if (process.argv[1] === import.meta.filename) {
  const [folder = '', first, count, parallel, stop] = process.argv.slice(2)
  const wanted = { first: Number(first), count: Number(count), parallel: Number(parallel) }
  await main(folder, wanted, stop as ChildStop | undefined)
}

// Looks versions up in the log in a folder, several at a time, and prints each answer as a line of JSON, until it is ended:
// node log-child.ts FOLDER FIRST COUNT PARALLEL
import { formatSignerKey } from '../../src/tlog/signer.ts'
import { openLocks } from '../../src/store/locks.ts'
import { guardFile } from '../../src/store/log/guard-file.ts'
import { heldKey } from '../../src/sumdb/log/held-key.ts'
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

/** Opens the log in a folder, which has every version that anybody asks for. */
async function openLogIn(folder: string): Promise<OwnLog> {
  const { file, guard, locks } = placeIn(folder)
  const held = await openLocks(locks)
  return openOwnLog({
    file,
    guard,
    key: childKey,
    lock: () => held.lock('write to the log'),
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

async function main(folder: string, first: number, count: number, parallel: number): Promise<void> {
  const log = await openLogIn(folder)
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
  const [folder = '', ...numbers] = process.argv.slice(2)
  const [first = 0, count = 0, parallel = 1] = numbers.map(Number)
  await main(folder, first, count, parallel)
}

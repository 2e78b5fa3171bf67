import { hash } from 'node:crypto'
import { join } from 'node:path'
import { startServer, type RunningServer } from '../../src/server/app.ts'
import { guardFile } from '../../src/store/log/guard-file.ts'
import { openLogFile } from '../../src/store/log/log-file.ts'
import { openLocks } from '../../src/store/locks.ts'
import { heldKey } from '../../src/sumdb/log/held-key.ts'
import { logLock } from '../../src/sumdb/log/log-lock.ts'
import { makeLog } from '../../src/sumdb/log/make-log.ts'
import { openOwnLog, type OwnLog } from '../../src/sumdb/log/own-log.ts'
import { verifyLog } from '../../src/sumdb/log/verify-log.ts'

/** The module whose versions are logged. */
export const module = 'example.com/x'

/** Our log in a folder, and what serves it. */
export interface MeasuredLog extends AsyncDisposable {
  readonly log: OwnLog
  /** Serves it on loopback, below `/sumdb/NAME`. */
  readonly serve: () => Promise<RunningServer>
  /** Closes it and verifies it whole. Gives records per second. */
  readonly verify: () => Promise<number>
}

/** Makes a log in a folder. Nobody vouches for what enters it. */
export async function measuredLog(folder: string, signerKey: string): Promise<MeasuredLog> {
  const key = heldKey(signerKey, 'a benchmark')
  const file = join(folder, 'data/sumdb/log.db')
  const guard = guardFile(join(folder, 'guard'))
  await makeLog(file, guard, key, Date.now())
  const locks = await openLocks(join(folder, 'locks'))
  const log = openOwnLog({
    file,
    guard,
    key,
    lock: () => logLock(locks, guard),
    now: Date.now,
    admission: {
      sumsOf: async (_, version) => ({ zip: sum(`zip${version}`), goMod: sum(`mod${version}`) }),
      ledger: (_, version) => ({ zipSum: sum(`zip${version}`), modSum: sum(`mod${version}`) }),
      needsAttestation: () => false,
      attested: () => Promise.reject(new Error('nobody is asked')),
    },
  })
  return {
    log,
    serve: () =>
      startServer({
        mirror: nothing,
        listen: { host: '127.0.0.1', port: 0 },
        logs: new Map([[log.name, log]]),
        onError: (error) => console.error(error),
      }),
    async verify() {
      await log.close()
      using opened = await openLogFile(file, key.text)
      const start = performance.now()
      const { records, faults } = verifyLog(opened.read)
      const seconds = (performance.now() - start) / 1000
      if (faults.length > 0) throw new Error(faults.join('\n'))
      return records / seconds
    },
    [Symbol.asyncDispose]: () => log.close(),
  }
}

/** Kept, since a ledger does not hash either. */
const sums = new Map<string, string>()

function sum(text: string): string {
  const kept = sums.get(text)
  if (kept !== undefined) return kept
  const made = `h1:${hash('sha256', text, 'base64')}`
  sums.set(text, made)
  return made
}

const refuse = () => Promise.reject(new Error('nobody asks for modules here'))
const nothing = {
  list: refuse,
  latest: refuse,
  query: refuse,
  info: refuse,
  mod: refuse,
  zip: refuse,
}

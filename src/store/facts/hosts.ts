import type { DatabaseSync } from 'node:sqlite'
import { Failure } from '../../failure.ts'
import { untouchedHost } from '../../outbound/host-memory.ts'
import type { HostMemory, HostState, KeptRobots } from '../../outbound/host-memory.ts'
import { sqliteCode } from '../system-failure.ts'
import type { DayTallies } from './day-tallies.ts'
import { delayedRows } from './delayed-rows.ts'
import type { DelayedWrites } from './delayed-writes.ts'
import { plain } from './plain.ts'
import { whole } from './whole.ts'

type Saved = Parameters<HostMemory['save']>[1]
type Row = Omit<HostState, 'robots'>

/**
 * The memory of hosts kept in the tables `hosts` and `robots`. What is spared counts in the tallies of the day, too.
 * Several processes may share the database: what is spared and spent adds up, of the rest the last word stands.
 *
 * `addSpent` writes all that waits in the same transaction: what is spent never gets ahead of what it was paid from.
 */
export function hostsIn(
  database: DatabaseSync,
  writes: DelayedWrites,
  tallies: DayTallies,
  now: () => number,
): HostMemory {
  const find = database.prepare(
    `select saved_requests as savedRequests, saved_bytes as savedBytes,
       spent_requests as spentRequests, spent_bytes as spentBytes, paused_until as pausedUntil,
       paused_for as pausedFor, paused_at as pausedAt, troubles from hosts where host = ?`,
  )
  const findRobots = database.prepare('select at, status, text from robots where host = ?')
  const spend = database.prepare(
    `insert into hosts (host, spent_requests, spent_bytes) values (?, ?, ?)
     on conflict do update set spent_requests = spent_requests + excluded.spent_requests,
       spent_bytes = spent_bytes + excluded.spent_bytes`,
  )
  const save = database.prepare(
    `insert into hosts (host, paused_until, paused_for, paused_at, troubles) values (?, ?, ?, ?, ?)
     on conflict do update set paused_until = excluded.paused_until,
       paused_for = excluded.paused_for, paused_at = excluded.paused_at,
       troubles = excluded.troubles`,
  )
  const saveRobots = database.prepare(
    `insert into robots (host, at, status, text) values (?, ?, ?, ?)
     on conflict do update set at = excluded.at, status = excluded.status, text = excluded.text
     where at <> excluded.at or status <> excluded.status or text <> excluded.text`,
  )
  const dropRobots = database.prepare('delete from robots where host = ?')
  const waiting = delayedRows<Saved>(writes, (saved, host) => {
    const { pausedUntil, pausedFor, pausedAt, troubles, robots } = saved
    save.run(host, whole(pausedUntil), pausedFor, whole(pausedAt), whole(troubles))
    if (robots) saveRobots.run(host, whole(robots.at), whole(robots.status), robots.text)
    else dropRobots.run(host)
  })
  const back = delayedRows<{ readonly requests: number; readonly bytes: number }>(
    writes,
    ({ requests, bytes }, host) => spend.run(host, -requests, -bytes),
  )

  return {
    read(host) {
      const row = find.get(host)
      const unwritten = waiting.get(host)
      const counted = tallies.waiting(host)
      if (!row && !unwritten && counted.length === 0) return undefined
      const state = { ...untouchedHost, ...(row && (plain(row) as Row)) }
      for (const { account, requests, bytes } of counted) {
        if (account !== 'saved') continue
        state.savedRequests += requests
        state.savedBytes += bytes
      }
      const unspent = back.get(host)
      state.spentRequests -= unspent?.requests ?? 0
      state.spentBytes -= unspent?.bytes ?? 0
      if (unwritten) return { ...state, ...unwritten }
      const robots = findRobots.get(host)
      return { ...state, ...(robots && { robots: plain(robots) as KeptRobots }) }
    },
    addSaved(host, requests, bytes) {
      tallies.addSaved(host, now(), requests, bytes)
    },
    addSpent(host, requests, bytes) {
      const doing = `note what is spent on ${host}`
      try {
        writes.flush(doing, () => spend.run(host, whole(requests), whole(bytes)))
      } catch (error) {
        if (sqliteCode(error) === undefined) throw error
        throw new Failure('unreachable', `Cannot ${doing}: the database cannot be written`, {
          cause: error,
          hint: 'Look at the disk of the data folder, and at who may write there',
        })
      }
    },
    giveBack(host, requests, bytes) {
      const known = back.get(host)
      back.set(host, {
        requests: (known?.requests ?? 0) + whole(requests),
        bytes: (known?.bytes ?? 0) + whole(bytes),
      })
    },
    save(host, { pausedUntil, pausedFor, pausedAt, troubles, robots }) {
      waiting.set(host, { pausedUntil, pausedFor, pausedAt, troubles, ...(robots && { robots }) })
    },
  }
}

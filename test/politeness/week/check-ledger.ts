import type { Facts } from '../../../src/store/facts/open-facts.ts'
import { byHost } from './by-host.ts'
import { bytesOf, sum, type Amount } from './check-spending.ts'
import type { Asked } from './forge.ts'
import type { Simulated } from './simulated.ts'

/** What two logs tell of a host, kept apart by account; `spent` is what the budget says. */
interface HostSums {
  readonly requests: Amount
  readonly foreground: Amount
  readonly background: Amount
  readonly floor: Amount
  readonly rules: Amount
  readonly saved: Amount
  readonly spent: Amount
}

/** What the ledger has less of than happened, by host and account. */
export type Missing = ReadonlyMap<string, HostSums>

const accounts = [
  'requests',
  'foreground',
  'background',
  'floor',
  'rules',
  'saved',
  'spent',
] as const

/** Compares requests, days and budgets of the ledger with what the forge and the clients noted. */
export function missingIn(facts: Facts, { world, log, spared }: Simulated): Missing {
  const asked = byHost(log)
  const gains = Map.groupBy(spared, ({ host }) => host)
  return new Map(
    world.hosts.map(({ name }) => {
      const happened = sumsOf(asked.get(name) ?? [], sum(gains.get(name) ?? []))
      return [name, difference(happened, ledgerOf(facts, name))]
    }),
  )
}

/** Where more is missing than was before, or less: one line for each host and account. */
export function ledgerFaults(now: Missing, before: Missing | undefined): string[] {
  return [...now].flatMap(([host, sums]) =>
    accounts.flatMap((account) => {
      const was = before?.get(host)?.[account] ?? { requests: 0, bytes: 0 }
      const { requests, bytes } = sums[account]
      if (requests === was.requests && bytes === was.bytes) return []
      return [`${host}: ${requests} requests and ${bytes} bytes of ${account} are missing`]
    }),
  )
}

/** Where a ledger that lost its last second tells of more than happened, or of less spending: one line for each. */
export function crashFaults(now: Missing): string[] {
  return [...now].flatMap(([host, sums]) => {
    const isLess = accounts
      .filter((account) => account !== 'spent')
      .some((account) => sums[account].requests < 0 || sums[account].bytes < 0)
    const isCheap = sums.spent.requests > 0 || sums.spent.bytes > 0
    return isLess || isCheap ? [`${host}: ${JSON.stringify(sums)}`] : []
  })
}

function sumsOf(asked: readonly Asked[], saved: Amount): HostSums {
  const of = (reason: string) => bytesOf(asked.filter(({ record }) => record?.reason === reason))
  return {
    requests: bytesOf(asked),
    foreground: of('foreground'),
    background: of('background'),
    floor: of('floor'),
    rules: bytesOf(asked.filter(({ path }) => path === '/robots.txt')),
    saved,
    spent: of('background'),
  }
}

function ledgerOf(facts: Facts, host: string): HostSums {
  const rows = facts.requestsOf(host, { limit: 1_000_000 })
  const days = facts.hostDays(host, '')
  const ofDays = (pick: (day: (typeof days)[number]) => Amount): Amount => {
    const all = days.map(pick)
    return {
      requests: all.reduce((total, one) => total + one.requests, 0),
      bytes: all.reduce((total, one) => total + one.bytes, 0),
    }
  }
  const state = facts.hosts.read(host)
  return {
    requests: bytesOf(rows),
    foreground: ofDays(({ asked }) => asked.foreground),
    background: ofDays(({ asked }) => asked.background),
    floor: ofDays(({ asked }) => asked.floor),
    rules: ofDays(({ rules }) => rules),
    saved: { requests: state?.savedRequests ?? 0, bytes: state?.savedBytes ?? 0 },
    spent: { requests: state?.spentRequests ?? 0, bytes: state?.spentBytes ?? 0 },
  }
}

function difference(a: HostSums, b: HostSums): HostSums {
  const of = (account: keyof HostSums): Amount => ({
    requests: a[account].requests - b[account].requests,
    bytes: a[account].bytes - b[account].bytes,
  })
  return {
    requests: of('requests'),
    foreground: of('foreground'),
    background: of('background'),
    floor: of('floor'),
    rules: of('rules'),
    saved: of('saved'),
    spent: of('spent'),
  }
}

import { parseAllowList } from '../src/outbound/address.ts'
import type { GateOptions } from '../src/outbound/gate-options.ts'
import { openGate, type Gate } from '../src/outbound/gate.ts'
import type { RequestRecord } from '../src/outbound/request-record.ts'
import { passingMemory } from './passing-memory.ts'
import { rewriter, type RewriteRule } from '../src/outbound/rewrite.ts'

/** A gate that may ask this machine, and what it recorded. */
export interface TestGate extends AsyncDisposable {
  readonly gate: Gate
  readonly records: RequestRecord[]
}

/** Opens a gate that keeps a record of every request. */
export function openTestGate(
  rules: readonly RewriteRule[],
  options: Partial<GateOptions> = {},
): TestGate {
  const records: RequestRecord[] = []
  const gate = openGate({
    allow: parseAllowList(['127.0.0.0/8', 'localhost']),
    rewriter: rewriter(rules),
    userAgent: 'Headwater/test',
    connectTimeout: 10_000,
    idleTimeout: 20_000,
    requestTimeout: 60_000,
    connectionsPerHost: 8,
    backgroundInterval: 1000,
    memory: passingMemory(),
    now: Date.now,
    onRequest: (record) => records.push(record),
    ...options,
  })
  return { gate, records, [Symbol.asyncDispose]: () => gate.close() }
}

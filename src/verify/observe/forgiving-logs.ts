import { Failure } from '../../failure.ts'
import type { RelayedLogs } from '../../store/facts/relayed-logs.ts'
import type { KeptNote } from '../../store/facts/relayed-heads.ts'

/**
 * The same memory of logs, for a check, which fails for nothing that cannot be written: a head or a fork that could not be
 * kept counts as long as this process lives.
 */
export function forgivingLogs(memory: RelayedLogs): RelayedLogs {
  const heads = new Map<string, KeptNote>()
  const frozen = new Set<string>()
  const relayedHead = (log: string) => heads.get(log) ?? memory.relayedHead(log)

  function keepHere(log: string, given: readonly KeptNote[], after: number | undefined): boolean {
    if (relayedHead(log)?.size !== after) return false
    const [largest] = given.toSorted((a, b) => b.size - a.size)
    if (largest && largest.size > (after ?? -1)) heads.set(log, largest)
    return true
  }

  return {
    ...memory,
    relayedHead,
    saveRelayedHeads: (log, given, after, at) =>
      heads.has(log)
        ? keepHere(log, given, after)
        : unlessFull(
            () => memory.saveRelayedHeads(log, given, after, at),
            () => keepHere(log, given, after),
          ),
    isFrozen: (log) => frozen.has(log) || memory.isFrozen(log),
    saveLogFork: (log, evidence, at) =>
      unlessFull(
        () => memory.saveLogFork(log, evidence, at),
        () => void frozen.add(log),
      ),
    saveDoubtfulHead: (log, doubt) =>
      unlessFull(
        () => memory.saveDoubtfulHead(log, doubt),
        () => false,
      ),
    forgetEarlierHead: (log) =>
      unlessFull(
        () => void (heads.has(log) || memory.forgetEarlierHead(log)),
        () => {},
      ),
    settleDoubt: (log, head, at) =>
      unlessFull(
        () => memory.settleDoubt(log, head, at),
        () => {},
      ),
  }
}

function unlessFull<T>(write: () => T, otherwise: () => T): T {
  try {
    return write()
  } catch (error) {
    if (!Failure.is(error)) throw error
    return otherwise()
  }
}

import { untouchedHost, type HostMemory, type HostState } from '../host-memory.ts'

/** What is kept of a host; zeros where nothing is. */
export function recall(memory: HostMemory, host: string): HostState {
  return memory.read(host) ?? untouchedHost
}

/** Keeps news of a host beside what is known. */
export function remember(memory: HostMemory, host: string, news: Partial<HostState>): void {
  const { pausedUntil, pausedFor, pausedAt, troubles, robots } = recall(memory, host)
  memory.save(host, {
    pausedUntil,
    pausedFor,
    pausedAt,
    troubles,
    ...(robots && { robots }),
    ...news,
  })
}

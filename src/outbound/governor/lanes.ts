import { untouchedHost, type HostMemory, type HostState } from '../host-memory.ts'
import { openLane, type Lane, type LaneOptions } from './lane.ts'
import { noPause, type Pause } from './pause.ts'

/** All lanes, by name; what must outlive a restart is kept. */
export interface Lanes {
  /** The lane of that name, opened as it stood when it was last used. */
  named(name: string): Lane
  /** The lane of that name, if it is open. */
  open(name: string): Lane | undefined
}

/** Lanes that stay in memory although nobody is in them. */
const mostIdle = 10_000

/** The statuses that ask for a pause. */
const asking: ReadonlySet<string> = new Set(['403', '429', '503'])

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

/** Makes the lanes. Those that nobody is in may be closed at any time. */
export function openLanes(options: LaneOptions, memory: HostMemory): Lanes {
  const lanes = new Map<string, Lane>()

  function sweep(): void {
    for (const [name, { state }] of lanes) {
      if (state.active + state.waiting === 0) lanes.delete(name)
    }
  }

  return {
    open: (name) => lanes.get(name),
    named(name) {
      const known = lanes.get(name)
      if (known) return known
      if (lanes.size >= mostIdle) sweep()
      const lane = openLane(name, options, keptPause(recall(memory, name)), (pause) => {
        const { until, why, at, troubles } = pause
        remember(memory, name, { pausedUntil: until, pausedFor: why, pausedAt: at, troubles })
      })
      lanes.set(name, lane)
      return lane
    },
  }
}

function keptPause({ pausedUntil, pausedFor, pausedAt, troubles }: HostState): Pause {
  if (pausedAt === 0) return { ...noPause, troubles }
  return {
    until: pausedUntil,
    at: pausedAt,
    why: pausedFor,
    isAsked: asking.has(pausedFor),
    isProving: troubles > 0,
    troubles,
  }
}

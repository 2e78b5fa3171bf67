import type { HostMemory, HostState } from '../host-memory.ts'
import { openLane, type Lane, type LaneOptions, type LaneState } from './lane.ts'
import { firstPace } from './pace.ts'
import { noPause, pauseAt, type Pause } from './pause.ts'
import { recall, remember } from './recall.ts'

/** All lanes, by name; what must outlive a restart is kept. */
export interface Lanes {
  /** The lane of that name, opened as it stood when it was last used. */
  named(name: string): Lane
  /** How the lane of that name stands; undefined while it is not open. Opens none. */
  state(name: string): LaneState | undefined
}

/** Lanes that stay in memory although nobody is in them. */
const mostIdle = 10_000

/** The statuses that ask for a pause. */
const asking: ReadonlySet<string> = new Set(['403', '429', '503'])

/** Makes the lanes. Those that nobody is in, and at which a background request might go out, may be closed at any time. */
export function openLanes(options: LaneOptions, memory: HostMemory): Lanes {
  const lanes = new Map<string, Lane>()

  function sweep(): void {
    const now = options.now()
    for (const [name, { state }] of lanes) {
      if (state.active + state.waiting === 0 && state.restsUntil <= now) lanes.delete(name)
    }
  }

  return {
    state: (name) => lanes.get(name)?.state,
    named(name) {
      const known = lanes.get(name)
      if (known) {
        // Another process may share the memory, and have been told to stop.
        known.heed(keptPause(recall(memory, name)))
        return known
      }
      if (lanes.size >= mostIdle) sweep()
      const kept = recall(memory, name)
      const onPause = ({ until, why, at, troubles }: Pause) =>
        remember(memory, name, { pausedUntil: until, pausedFor: why, pausedAt: at, troubles })
      // Nobody knows when a host was last asked before a restart: it may have been just now.
      const lastQuiet = kept.robots ? options.now() : -Infinity
      const lane = openLane(name, options, keptPause(kept), onPause, lastQuiet)
      lanes.set(name, lane)
      return lane
    },
  }
}

/** How the lane of a host stands that is not open. */
export function untouchedLane(
  kept: HostState,
  { mostConnections, now }: Pick<LaneOptions, 'mostConnections' | 'now'>,
): Omit<LaneState, 'restsUntil'> {
  const pause = pauseAt(keptPause(kept), now())
  return { pause, pace: firstPace(mostConnections), active: 0, waiting: 0 }
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

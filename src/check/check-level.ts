import { levels, type Level } from '../verify/level.ts'

/** How far a check goes: as far as verification does, or on to a build of what upstream gave. */
export type CheckLevel = (typeof checkLevels)[number]

/** All of them, the one that does least first. */
export const checkLevels = [...levels, 'build'] as const

/** How much is asked at a level: what is built is read anew first. */
export function askedAt(level: CheckLevel): Level {
  return level === 'build' ? 'content' : level
}

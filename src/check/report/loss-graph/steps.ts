import { counted } from '../units.ts'

/** Steps of a way that are drawn; of a longer one, some in the middle are drawn as one. */
const mostSteps = 3

const gap = '\n'

/** A way without the middle of it, where it is long; what is left out is one id. */
export function condensed(way: readonly string[]): readonly string[] {
  if (way.length <= mostSteps) return way
  const middle = way.slice(mostSteps - 2, -1)
  return [...way.slice(0, mostSteps - 2), gap + middle.join(gap), way.at(-1) ?? '']
}

/** What is written for an id that {@link condensed} gives. */
export function stepText(id: string): { kind: 'step' | 'gap'; name: string; version: string } {
  if (id.startsWith(gap)) {
    const count = id.split(gap).length - 1
    return { kind: 'gap', name: counted(count, 'module'), version: 'in between' }
  }
  const at = id.lastIndexOf('@')
  if (at <= 0) return { kind: 'step', name: id, version: '' }
  return { kind: 'step', name: id.slice(0, at), version: id.slice(at + 1) }
}

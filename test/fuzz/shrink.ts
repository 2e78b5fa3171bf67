import type { Forge } from '../forge/forge.ts'
import type { GoSide } from './ask-go.ts'
import { features, type Feature } from './plan.ts'
import type { Disagreement } from './ask-both.ts'
import { round } from './round.ts'

/** The features that can be left out, one after the other, so that both sides still disagree on the question. */
export async function shrunk(
  forge: Forge,
  go: GoSide,
  seed: number,
  { question }: Disagreement,
  from: ReadonlySet<Feature> = new Set(),
): Promise<ReadonlySet<Feature>> {
  let without = from
  if (!question.includes('@')) return without
  for (const feature of features) {
    const less = new Set([...without, feature])
    const options = { without: less, queries: [question] }
    const result = await round(forge, go, seed, options).catch(() => undefined)
    if (result && result.disagreements.length > 0) without = less
  }
  return without
}

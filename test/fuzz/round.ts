import type { Forge } from '../forge/forge.ts'
import { askBoth, type Outcome } from './ask-both.ts'
import type { GoSide } from './ask-go.ts'
import { makePlan } from './make-plan.ts'
import type { Feature } from './plan.ts'
import { plant, uproot } from './plant.ts'
import { drawQuestions } from './questions.ts'
import { randomFrom } from './random.ts'

/** What came of one seed. */
export interface RoundResult extends Outcome {
  /** How many were asked. */
  readonly questions: number
}

/** What a round is to be. */
export interface RoundOptions {
  readonly without?: ReadonlySet<Feature>
  /** Instead of the questions drawn; all of them are also asked with nothing in the cache. */
  readonly queries?: readonly string[]
  /** How many questions are drawn at most, lists not counted. */
  readonly most?: number
}

/** How many of the questions drawn are also asked with nothing in the cache, at most. */
const strictQuestions = 2

/** Makes the repository of a seed, asks both sides the same, and compares. */
export async function round(
  forge: Forge,
  go: GoSide,
  seed: number,
  { without, queries, most }: RoundOptions = {},
): Promise<RoundResult> {
  const plan = makePlan(seed, without)
  const planted = await plant(forge, plan)
  try {
    const drawn = queries ? { queries, lists: [] } : await drawQuestions(plan, planted, most)
    const strict = randomFrom(`${seed}/strict`).some(drawn.queries, strictQuestions, 1)
    const outcome = await askBoth(forge, go, plan.root, drawn, new Set(queries ?? strict))
    return { ...outcome, questions: drawn.queries.length + drawn.lists.length }
  } finally {
    await uproot(forge, plan, planted)
  }
}

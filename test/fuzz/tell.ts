import type { Feature } from './plan.ts'
import type { Disagreement } from './ask-both.ts'

/** A disagreement, and the command that shows it again. */
export function told(
  seed: number,
  { question, fields, go, headwater }: Disagreement,
  without: ReadonlySet<Feature> = new Set(),
): string {
  const less = without.size > 0 ? ` --without ${[...without].join(',')}` : ''
  const ask = question.includes('@') ? ` --ask '${question}'` : ''
  return [
    `seed ${seed}: ${question} differs in ${fields.join(', ')}`,
    `  go        ${JSON.stringify(go).slice(0, 800)}`,
    `  headwater ${JSON.stringify(headwater).slice(0, 800)}`,
    `  again     node test/fuzz/run.ts --rounds 1 --seed ${seed}${less}${ask}`,
  ].join('\n')
}

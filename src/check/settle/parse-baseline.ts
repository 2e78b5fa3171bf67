import * as z from 'zod/mini'
import { Failure } from '../../failure.ts'
import { safeLine } from '../../safe-text.ts'
import { isVerdictCode, type VerdictCode } from '../../verify/judge/verdicts.ts'
import type { Baseline } from './baseline.ts'

const schema = z.object({
  'headwater-baseline': z.literal(1),
  findings: z.array(
    z.object({
      module: z.string(),
      code: z.custom<VerdictCode>((value) => typeof value === 'string' && isVerdictCode(value)),
      version: z.string(),
      upstream: z.optional(z.string()),
    }),
  ),
})

/**
 * Reads what `baselineText` wrote.
 *
 * @param name stands in the text of a failure
 * @throws Failure `invalid` for anything else
 */
export function parseBaseline(text: string, name: string): Baseline {
  const { success, data } = schema.safeParse(jsonOf(text))
  if (success) return data
  throw new Failure('invalid', `Cannot use ${safeLine(name)}: it is no baseline of this program`, {
    hint: 'headwater check --write-baseline FILE writes one',
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

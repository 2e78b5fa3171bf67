import type { ReportModule } from '../report.ts'
import { sawTexts } from './saw.ts'

/**
 * What was seen of a module, as short as can be, and whether it was confirmed: `git 401, page 404, control 200,
 * confirmed`.
 *
 * @param now when the check began, RFC 3339
 * @param modules how many modules it was seen of
 */
export function seenText(module: ReportModule, now: string, modules = 1): string {
  const [saw = ''] = sawTexts(module, { now, modules })
  const isSure = module.verdict.confidence === 'confirmed' && module.verdict.class !== 'ok'
  return [saw, ...(isSure ? ['confirmed'] : [])].filter((text) => text !== '').join(', ')
}

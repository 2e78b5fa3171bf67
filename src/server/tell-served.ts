import { decodeTarget } from './decode-target.ts'
import type { HotCache, ServedReply } from './hot-cache.ts'
import { parseQuestion, type Question } from './parse-request.ts'

/** Answers of one kind that were given from memory; nobody asked upstream for them. */
export interface Served {
  readonly path: string
  readonly kind: Question['kind']
  readonly times: number
  /** All answers together. */
  readonly bytes: number
}

/** Tells what the cache has served since the last time, but for those who never wanted upstream to be asked. */
export function tellServed(cache: HotCache, tell: (served: Served) => void): void {
  for (const { target, times, bytes } of cache.served()) {
    const question = questionOf(target)
    if (question?.door !== 'default') continue
    tell({ path: question.path, kind: question.kind, times, bytes: times * bytes })
  }
}

/** What was kept answers a question, whatever its spelling: see `cacheKey`. */
function questionOf(target: ServedReply['target']): Question | undefined {
  const path = target.startsWith('path ') ? target.slice('path '.length) : decodeTarget(target)
  return parseQuestion(path, 'default')
}

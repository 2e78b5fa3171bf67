import { Failure } from '../failure.ts'
import type { Purpose } from './request-record.ts'

/** Purposes for which a repository is taken in, as far as the operator lets it. */
const ofRepository: ReadonlySet<Purpose> = new Set(['commits', 'content'])

/** The Failure `refused` of an answer that has more bytes than somebody wants. */
export function tooLarge(url: string, maxBytes: number, purpose: Purpose): Failure {
  const text = `Cannot take the answer of ${url}: it has more than ${maxBytes} bytes`
  const hint = 'The operator can change the setting `outbound.max-repository`'
  return new Failure('refused', text, { url, ...(ofRepository.has(purpose) && { hint }) })
}

import assert from 'node:assert/strict'
import type { RequestRecord } from '../../src/outbound/request-record.ts'
import { Failure, type FailureCode, type FailureDetails } from '../../src/failure.ts'

/** For `assert.rejects`: a Failure of this code and step, with words that a message and its hint must have. */
export const failing =
  (code: FailureCode, at: FailureDetails['at'], words = /./) =>
  (error: unknown): true => {
    assert.ok(Failure.is(error), String(error))
    assert.deepEqual([error.code, error.details.at], [code, at], error.message)
    assert.match(`${error.message}\n${error.details.hint ?? ''}`, words)
    return true
  }

/** Bytes of all chunks. */
export async function sizeOf(pack: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0
  for await (const chunk of pack) size += chunk.length
  return size
}

/** What was asked, why, and how it ended. */
export const essence = ({ method, url, purpose, status, failure }: RequestRecord) =>
  [`${method} ${url}`, purpose, status, failure] as const

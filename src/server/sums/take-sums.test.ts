import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryMirror, serve } from '../memory-mirror.conformance.ts'

test('a few files are audited at a time, and who goes away ends the asking', async (t) => {
  const ended = Promise.withResolvers<void>()
  let running = 0
  const { url, errors } = await serve(t, memoryMirror(t).mirror, {
    audit: (body, gone) => {
      if (String(body) === 'later') return Promise.resolve([])
      if (++running === 4) started.resolve()
      return new Promise((resolve) => {
        gone.addEventListener('abort', () => {
          if (--running === 0) ended.resolve()
          resolve([])
        })
      })
    },
  })
  const started = Promise.withResolvers<void>()
  const over = new AbortController()
  const post = (signal?: AbortSignal, body = 'x') =>
    fetch(`${url}/-/api/v1/sums`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body,
      ...(signal && { signal }),
    })
  const four = Array.from({ length: 4 }, () => post(over.signal).catch(() => 'gone'))
  await started.promise
  const fifth = await post(AbortSignal.timeout(30_000))
  assert.deepEqual([fifth.status, fifth.headers.get('retry-after')], [503, '10'])
  over.abort()
  await ended.promise
  assert.deepEqual(await Promise.all(four), ['gone', 'gone', 'gone', 'gone'])
  assert.equal((await post(undefined, 'later')).status, 200)
  assert.deepEqual(errors, [])
})

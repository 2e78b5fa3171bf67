import assert from 'node:assert/strict'
import { open } from 'node:fs/promises'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import { inTime } from './in-time.ts'
import { textReply, type Reply } from './reply.ts'

test('inTime() gives the reply, or its failure, when it is there in time', async () => {
  const reply = textReply(200, 'here')
  assert.equal(await inTime(Promise.resolve(reply), 60_000), reply)
  const failure = new Failure('not-found', 'Not there')
  await assert.rejects(inTime(Promise.reject(failure), 60_000), failure)
})

test('inTime() fails, says that the work goes on, and closes what comes too late', async () => {
  const file = await open(import.meta.filename)
  const coming = Promise.withResolvers<Reply>()
  await assert.rejects(inTime(coming.promise, 1), (error) => {
    assert.ok(Failure.is(error, 'unreachable'))
    assert.match(error.message, /waiting for 0\.001 s$/)
    assert.match(error.details.hint ?? '', /still being fetched: ask again/)
    return true
  })
  coming.resolve({ status: 200, headers: {}, body: { file, start: 0, size: 1 } })
  while (file.fd >= 0) await new Promise(setImmediate)
})

test('inTime() minds no failure that comes too late', async () => {
  const coming = Promise.withResolvers<Reply>()
  await assert.rejects(inTime(coming.promise, 1), { code: 'unreachable' })
  coming.reject(new Error('too late'))
  await new Promise(setImmediate)
})

import assert from 'node:assert/strict'
import { parentPort } from 'node:worker_threads'
import { playWeek } from './play-week.ts'

assert.ok(parentPort, 'this is a worker')
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
parentPort.postMessage(await playWeek())

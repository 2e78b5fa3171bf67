import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { suite, test } from 'node:test'
import type { Judged } from '../../src/verify/judge/judged.ts'
import { cutOff, hang, status, throttled, unauthorized, type Reply } from '../forge/reply.ts'
import { openFlapping } from './open-flapping.ts'

/** What a request may get, each as likely as it is often here; undefined is the true answer. */
const replies: readonly (Reply | undefined)[] = [
  ...Array.from({ length: 8 }, () => undefined),
  status(404),
  status(404),
  unauthorized(),
  status(403),
  throttled(1),
  status(500),
  hang(),
  cutOff(50),
]

const runs = 200
const atATime = 25

/** The same for the same run, host, path, and number of the request. */
function replyOf(seed: string): Reply | undefined {
  const [byte = 0] = createHash('sha256').update(seed).digest()
  return replies[byte % replies.length]
}

const classes = new Map<string, number>()

suite('a forge that flaps', { concurrency: true }, () => {
  for (let from = 0; from < runs; from += atATime) {
    test(`verifyAll() says of nothing healthy that it is lost or changed, runs ${from} to ${from + atATime - 1}`, async () => {
      await using flapping = await openFlapping()
      for (let run = from; run < from + atATime; run += 1) {
        const said = await flapping.run((key) => replyOf(`${run} ${key}`))
        for (const one of said) note(one, run)
      }
    })
  }
})

test('verifyAll() came to know some, suspected some, and could not ask others', () => {
  for (const name of ['ok', 'suspected', 'undetermined']) {
    assert.ok((classes.get(name) ?? 0) >= runs / 20, JSON.stringify([...classes]))
  }
})

function note({ verdict, subject }: Judged, run: number): void {
  assert.ok(
    verdict.class !== 'lost' && verdict.class !== 'changed',
    `run ${run}: ${subject.path}: ${JSON.stringify(verdict, null, 2)}`,
  )
  const name = verdict.suspect ? 'suspected' : verdict.class
  classes.set(name, (classes.get(name) ?? 0) + 1)
}

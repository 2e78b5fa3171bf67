import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { defaultFailOn, exitCodeOf } from '../../src/check/report/exit.ts'
import { meaningOf, type VerdictClass } from '../../src/verify/judge/verdicts.ts'
import type { Settings } from '../oracle/headwater.ts'
import type { RotCase } from './rot-case.ts'
import { openWorld, type World } from './world.ts'

/** What a check with one such module exits with. */
const exits: Readonly<Record<VerdictClass, number>> = {
  ok: 0,
  fragile: 0,
  lost: 1,
  changed: 1,
  undetermined: 3,
}

/** Plays every case as a test, a few at a time, in a world that they share. */
export function playAll(title: string, cases: readonly RotCase[], settings: Settings = {}): void {
  suite(title, { concurrency: 4 }, () => {
    let world: World
    before(async () => {
      world = await openWorld(settings)
    })
    after(() => world[Symbol.asyncDispose]())
    for (const [index, rot] of cases.entries()) {
      const near = rot.nearMissOf === undefined ? '' : `, and not ${rot.nearMissOf},`
      test(`verifyAll() says ${rot.says}${near} when ${rot.what}`, async () => {
        const { x } = await world.play(String(index), rot)
        const { code, suspect, confidence } = x.verdict
        const said = suspect ? `${code} ${suspect.code}` : code
        assert.equal(said, rot.says, JSON.stringify(x.verdict, null, 2))
        assert.notEqual(said, rot.nearMissOf)
        const rules = { failOn: defaultFailOn, allowIncomplete: false, isPartial: false }
        assert.equal(exitCodeOf([x.verdict], rules), exits[meaningOf(code).class])
        if (rot.confidence) assert.equal(confidence, rot.confidence)
        if (rot.notices)
          assert.deepEqual(
            x.notices.map((notice) => notice.code),
            rot.notices,
          )
      })
    }
  })
}

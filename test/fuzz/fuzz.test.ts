import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { startGoSide, type GoSide } from './ask-go.ts'
import { planHosts } from './plan.ts'
import { round } from './round.ts'
import { told } from './tell.ts'

/** Of these, every kind of repository and question has some; run.ts tries others. */
const seeds = Array.from({ length: 12 }, (_, index) => 1 + index)

suite('go and Headwater', () => {
  let forge: Forge
  let go: GoSide
  before(async () => {
    forge = await startForge({ hosts: planHosts })
    go = await startGoSide(forge)
  })
  after(async () => {
    await go[Symbol.asyncDispose]()
    await forge.close()
  })

  for (const seed of seeds) {
    test(`round() finds no disagreement on the repository of seed ${seed}`, async () => {
      const { questions, disagreements } = await round(forge, go, seed, { most: 30 })
      assert.ok(questions > 10)
      assert.equal(disagreements.map((one) => told(seed, one)).join('\n'), '')
    })
  }
})

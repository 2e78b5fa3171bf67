import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { makePlan } from './make-plan.ts'
import { features, planHosts } from './plan.ts'
import { plant } from './plant.ts'
import { drawQuestions } from './questions.ts'

suite('makePlan()', () => {
  test('makes the same repository and questions of the same seed', async () => {
    assert.deepEqual(await made(7), await made(7))
  })

  test('makes different repositories of different seeds', () => {
    const commits = [1, 2, 3, 4].map((seed) => JSON.stringify(makePlan(seed).commits))
    assert.equal(new Set(commits).size, commits.length)
  })

  test('leaves alone what is not left out', () => {
    const all = makePlan(11)
    const less = makePlan(11, new Set(['attributes', 'odd-names', 'sha256']))
    const outline = ({ commits, branches, tags }: typeof all) => ({
      parents: commits.map(({ from, merge, branch }) => ({ from, merge, branch })),
      branches,
      tags,
    })
    assert.deepEqual(outline(less), outline(all))
  })

  test('makes a plain repository when everything is left out', () => {
    const plan = makePlan(3, new Set(features))
    assert.deepEqual(
      [plan.odd, plan.folders, plan.majors, plan.objectFormat, plan.at === plan.root],
      [[], [''], [], 'sha1', true],
    )
  })
})

async function made(seed: number) {
  await using forge = await startForge({ hosts: planHosts })
  const plan = makePlan(seed)
  const planted = await plant(forge, plan)
  const refs = await planted.repository.git('for-each-ref')
  return { plan, refs, questions: await drawQuestions(plan, planted) }
}

// Compares go and Headwater on repositories made from seeds, by hand: `node test/fuzz/run.ts [--seed N] [--rounds N|forever]
// [--without feature,feature] [--ask module@query]`. Exit code 1 when they disagreed, or a round
// could not be held.
import { parseArgs } from 'node:util'
import { startForge } from '../forge/forge.ts'
import { startGoSide } from './ask-go.ts'
import { features, planHosts, type Feature } from './plan.ts'
import type { Disagreement } from './ask-both.ts'
import { round } from './round.ts'
import { shrunk } from './shrink.ts'
import { told } from './tell.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '100' },
    without: { type: 'string', default: '' },
    ask: { type: 'string', multiple: true },
    'no-shrink': { type: 'boolean', default: false },
  },
})
const first = Number(values.seed)
const rounds = values.rounds === 'forever' ? Infinity : Number(values.rounds)
const without = new Set(
  features.filter((feature: Feature) => values.without.split(',').includes(feature)),
)
const say = (line: string) => process.stdout.write(`${line}\n`)

await import('../no-network.ts')
await using forge = await startForge({ hosts: planHosts })
await using go = await startGoSide(forge)
const total = {
  rounds: 0,
  questions: 0,
  refused: 0,
  cacheDependent: 0,
  disagreements: 0,
  broken: 0,
}
let next = first
await Promise.all([worker(), worker()])

async function worker(): Promise<void> {
  for (let seed = next++; seed < first + rounds; seed = next++) {
    await one(seed).catch((error: unknown) => {
      total.broken++
      say(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`)
    })
  }
}

async function one(seed: number): Promise<void> {
  const options = { without, ...(values.ask && { queries: values.ask }) }
  const result = await round(forge, go, seed, options)
  total.rounds++
  total.questions += result.questions
  total.refused += result.refused
  total.cacheDependent += result.cacheDependent.length
  total.disagreements += result.disagreements.length
  for (const question of result.cacheDependent) say(`seed ${seed}: go's cache decides ${question}`)
  const different = [...new Map(result.disagreements.map((one) => [sameness(one), one])).values()]
  if (different.length > 5) say(`seed ${seed}: ${different.length} disagreements, 5 of them follow`)
  for (const disagreement of different.slice(0, 5)) {
    const left = values['no-shrink']
      ? without
      : await shrunk(forge, go, seed, disagreement, without)
    say(told(seed, disagreement, left))
  }
  if (total.rounds % 10 === 0) say(`seed ${seed}: ${JSON.stringify(total)}`)
}

say(JSON.stringify(total))
process.exitCode = total.disagreements + total.broken > 0 ? 1 : 0

/** Trouble of one kind is shown once for each repository. */
function sameness({ question, fields, headwater }: Disagreement): string {
  return fields[0] === 'trouble' ? String(headwater).replace(/@\S+/g, '') : question
}

import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { goDirect, type Go, type ModDownload } from '../oracle/go.ts'
import { argumentOf, filled, placeOf, type Case, type Expected } from './case.ts'
import { goDownload, headwaterDownload, type Download } from './downloads.ts'

interface Question {
  readonly from: Case
  readonly title: string
  readonly expected: Expected
  /** Known once the repository is made, like everything below. */
  argument: string
  wanted: Expected
  go?: ModDownload
  /** What go says of the version itself, where the query led to a tagged one. */
  goOfVersion?: ModDownload
  headwater?: ModDownload
}

/**
 * Asks the go command and Headwater the same, of the same repositories, and declares one test for each question: both
 * must say the same of a module, field by field, or both must refuse it, go for the reason expected.
 *
 * No process is asked twice of one repository, so that nothing it learned answers for it.
 */
export function sameAsGo(theme: string, cases: readonly Case[]): void {
  suite(`headwater fetch of ${theme}`, () => {
    const questions = cases.flatMap(questionsOf)
    let forge: Forge
    let go: Go
    before(async () => {
      forge = await startForge()
      go = await goDirect(forge)
      for (const from of cases) await plant(forge, from, questions)
      const rounds = roundsOf(questions)
      await Promise.all([
        inRounds(rounds, goDownload(go), (question, answer) => {
          question.go = answer
        }).then(() => askOfVersions(questions, goDownload(go))),
        inRounds(rounds, headwaterDownload(forge), (question, answer) => {
          question.headwater = answer
        }),
      ])
    })
    after(async () => {
      await go[Symbol.asyncDispose]()
      await forge.close()
    })
    for (const question of questions) {
      test(`fetch() says what go says of ${question.title} when ${question.from.about}`, () => {
        check(question)
      })
    }
  })
}

function questionsOf(from: Case): Question[] {
  return Object.entries(from.ask).map(([question, expected]) => {
    const title = argumentOf(from, question, [])
    return {
      from,
      title: title.replace(/@$/, '@…'),
      expected,
      argument: question,
      wanted: expected,
    }
  })
}

async function plant(forge: Forge, from: Case, questions: readonly Question[]): Promise<void> {
  const made = await repository(forge, placeOf(from), from.commits, from.options)
  await from.arrange?.(made, forge)
  for (const question of questions) {
    if (question.from !== from) continue
    const { expected } = question
    question.argument = argumentOf(from, question.argument, made.commits)
    question.wanted = typeof expected === 'string' ? filled(expected, made.commits) : expected
  }
}

/** The first question of each repository, the second of each, and so on. */
function roundsOf(questions: readonly Question[]): Question[][] {
  const rounds: Question[][] = []
  const asked = new Map<Case, number>()
  for (const question of questions) {
    const round = asked.get(question.from) ?? 0
    asked.set(question.from, round + 1)
    rounds[round] = [...(rounds[round] ?? []), question]
  }
  return rounds
}

async function inRounds(
  rounds: readonly Question[][],
  download: Download,
  take: (question: Question, answer: ModDownload) => void,
): Promise<void> {
  for (const round of rounds) {
    const answers = await download(round.map(({ argument }) => argument))
    for (const [index, question] of round.entries()) {
      const answer = answers[index]
      if (answer !== undefined) take(question, answer)
    }
  }
}

/**
 * A query leaves its own mark in the `.info` that go keeps of a tagged version: the branch, say. What is kept here must
 * not depend on who asked first, and is compared with what go keeps when the version itself is asked for.
 */
async function askOfVersions(questions: readonly Question[], download: Download): Promise<void> {
  const byVersion = Map.groupBy(
    questions.filter(({ go }) => go?.Query !== undefined && !/-\d{14}-/.test(go.Version ?? '')),
    ({ go }) => `${go?.Path}@${go?.Version}`,
  )
  if (byVersion.size === 0) return
  const answers = await download([...byVersion.keys()])
  for (const [index, group] of [...byVersion.values()].entries()) {
    const answer = answers[index]
    for (const question of group) if (answer !== undefined) question.goOfVersion = answer
  }
}

function check({ wanted, go, goOfVersion, headwater, argument }: Question): void {
  if (process.env['FID']) process.stderr.write(`${argument} || ${go?.Version} ${go?.Query}: ${go?.Error} || ${headwater?.Version} ${headwater?.Error}` + '\n')
  assert.ok(go && headwater)
  if (wanted instanceof RegExp) {
    assert.match(go.Error ?? `no error, but ${go.Version}`, wanted)
    assert.notEqual(headwater.Error, undefined, `it must refuse, as go does: ${go.Error}`)
    return
  }
  assert.equal(go.Error, undefined)
  assert.equal(go.Version, wanted)
  const { Info = go.Info } = goOfVersion ?? {}
  assert.deepEqual(comparable(headwater), comparable({ ...go, Info }))
}

/** Everything that is not about one machine's disk. */
function comparable(answer: ModDownload): Omit<ModDownload, 'Zip'> {
  const { Path, Version, Query, Error, Info, GoMod, Sum, GoModSum, Origin } = answer
  return JSON.parse(
    JSON.stringify({ Path, Version, Query, Error, Info, GoMod, Sum, GoModSum, Origin }),
  ) as Omit<ModDownload, 'Zip'>
}

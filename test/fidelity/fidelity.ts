import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { goDirect, type Go, type ModDownload } from '../oracle/go.ts'
import { argumentOf, filled, placeOf, type Case, type Expected } from './case.ts'
import { goDownload, headwaterDownload, type Download } from './downloads.ts'

interface Question {
  readonly from: Case
  readonly about: string
  readonly title: string
  readonly expected: Expected
  readonly hasOtherOrigin: boolean
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
 * Each process begins with nothing, and is asked at most once of one repository for anything but tags and what go refuses.
 */
export function sameAsGo(theme: string, cases: readonly Case[]): void {
  suite(`headwater fetch of ${theme}`, () => {
    const questions = cases.flatMap(questionsOf)
    let forge: Forge
    let go: Go
    before(async () => {
      forge = await startForge()
      go = await goDirect(forge)
      await Promise.all(cases.map((from) => plant(forge, from, questions)))
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
      test(`fetch() says what go says of ${question.title} when ${question.about}`, () => {
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
      about: from.askAbout?.[question] ?? from.about,
      title: title.replace(/@$/, '@…'),
      expected,
      hasOtherOrigin: from.otherOrigin?.[question] !== undefined,
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

/**
 * All tagged versions at once, all that go refuses at once, then the first other query of each repository, the second
 * of each, and so on: go tells more of a commit that it finds in the list of refs than of one that it holds already.
 */
function roundsOf(questions: readonly Question[]): Question[][] {
  const rounds: Question[][] = []
  const asked = new Map<Case, number>()
  for (const question of questions) {
    const { from, argument, wanted } = question
    const isRefused = wanted instanceof RegExp
    const isTag = !isRefused && argument.endsWith(`@${wanted}`) && !isPseudo(wanted)
    const round = isTag ? 0 : isRefused ? 1 : (asked.get(from) ?? 2)
    if (round > 1) asked.set(from, round + 1)
    rounds[round] = [...(rounds[round] ?? []), question]
  }
  return rounds.filter((round) => round.length > 0)
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
  const known = new Map(questions.map(({ argument, go }) => [argument, go]))
  const byTag = questions.filter(({ go }) => go?.Query !== undefined && !isPseudo(go.Version ?? ''))
  const versionOf = ({ go }: Question) => `${go?.Path}@${go?.Version}`
  const missing = [...new Set(byTag.map(versionOf))].filter((version) => !known.has(version))
  const answers = missing.length > 0 ? await download(missing) : []
  for (const [index, version] of missing.entries()) known.set(version, answers[index])
  for (const question of byTag) {
    const answer = known.get(versionOf(question))
    if (answer !== undefined) question.goOfVersion = answer
  }
}

const isPseudo = (version: string): boolean => /\d{14}-[0-9a-f]{12}/.test(version)

function check({ wanted, go, goOfVersion, headwater, hasOtherOrigin }: Question): void {
  assert.ok(go && headwater)
  if (wanted instanceof RegExp) {
    assert.match(go.Error ?? `no error, but ${go.Version}`, wanted)
    assert.notEqual(headwater.Error, undefined, `it must refuse, as go does: ${go.Error}`)
    // What go tells of a commit depends on whether it holds it already, and which those are, on what it was asked before.
    if (isPseudo(go.Error ?? '')) return
    if (hasOtherOrigin) assert.notDeepEqual(headwater.Origin, go.Origin)
    else assert.deepEqual(headwater.Origin, go.Origin)
    return
  }
  assert.equal(go.Error, undefined)
  assert.equal(go.Version, wanted)
  assert.deepEqual(comparable(headwater), comparable({ ...go, ...infoOf(goOfVersion ?? go) }))
}

function infoOf({ Info }: ModDownload): Pick<ModDownload, 'Info'> {
  return { ...(Info && { Info }) }
}

/** Everything that is not about one machine's disk. */
function comparable(answer: ModDownload): Omit<ModDownload, 'Zip'> {
  const { Path, Version, Query, Error, Info, GoMod, Sum, GoModSum, Origin } = answer
  return JSON.parse(
    JSON.stringify({ Path, Version, Query, Error, Info, GoMod, Sum, GoModSum, Origin }),
  ) as Omit<ModDownload, 'Zip'>
}

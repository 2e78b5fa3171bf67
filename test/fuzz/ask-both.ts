import { isDeepStrictEqual } from 'node:util'
import type { Forge } from '../forge/forge.ts'
import type { ModDownload } from '../oracle/go.ts'
import type { Answers, GoSide } from './ask-go.ts'
import { askHeadwater, type HeadwaterAnswers } from './ask-headwater.ts'
import { differences } from './compare.ts'
import type { Questions } from './questions.ts'

/** A question to which go and Headwater do not say the same. */
export interface Disagreement {
  readonly question: string
  /** The fields that differ; `Error` when only one refuses, `trouble` when Headwater could not ask. */
  readonly fields: readonly string[]
  readonly go: unknown
  readonly headwater: unknown
}

/** What came of asking both sides the same. */
export interface Outcome {
  /** How many of the queries go refused. */
  readonly refused: number
  readonly disagreements: readonly Disagreement[]
  /** Questions that go answers differently with other things in its cache, and Headwater as one of its answers. */
  readonly cacheDependent: readonly string[]
}

/**
 * Asks both sides all questions of one repository, each side with one cache, and where the answers differ, or it is one
 * of `strictly`, again with nothing in the cache: then every field counts.
 *
 * @param path of any module in the repository
 */
export async function askBoth(
  forge: Forge,
  go: GoSide,
  path: string,
  questions: Questions,
  strictly: ReadonlySet<string>,
): Promise<Outcome> {
  const queries = exactFirst(questions.queries)
  const { lists } = questions
  const [theirs, ours] = await Promise.all([
    go.ask(queries, lists, { path }),
    askHeadwater(forge, queries, lists),
  ])
  const disagreements: Disagreement[] = []
  const cacheDependent: string[] = []

  for (const [index, question] of queries.entries()) {
    const [shared, headwater] = [theirs.downloads[index], ours.downloads[index]]
    if (!shared || !headwater) throw new Error(`no answer to ${question}`)
    if (isTooNew(shared, headwater)) continue
    const isTrouble = ours.troubles.has(question)
    const whenShared = isTrouble ? ['trouble'] : differences(shared, headwater, 'shared')
    if (whenShared.length === 0 && !strictly.has(question)) continue
    const [alone] = (await go.ask([question])).downloads
    const own = await askHeadwater(forge, [question])
    const [ownAlone] = own.downloads
    if (!alone || !ownAlone) throw new Error(`no answer to ${question}`)
    const trouble = own.troubles.get(question)
    if (trouble !== undefined && !isTooNew(alone, ownAlone)) {
      const said = `${trouble}: ${ownAlone.Error}`
      disagreements.push({ question, fields: ['trouble'], go: brief(alone), headwater: said })
      continue
    }
    const fields = differences(alone, ownAlone, 'strict')
    const isOneOfTheirs = fields.length === 0 || whenShared.length === 0
    if (isOneOfTheirs && goDiffers(alone, shared)) cacheDependent.push(question)
    else if (fields.length > 0)
      disagreements.push({ question, fields, go: brief(alone), headwater: brief(ownAlone) })
  }
  const refused = theirs.downloads.filter(({ Error }) => Error !== undefined).length
  const ofLists = listDisagreements(lists, theirs, ours)
  return { refused, disagreements: [...disagreements, ...ofLists], cacheDependent }
}

function listDisagreements(
  lists: readonly string[],
  theirs: Answers,
  ours: HeadwaterAnswers,
): Disagreement[] {
  return lists.flatMap((path, index) => {
    const [one, other] = [theirs.lists[index], ours.lists[index]]
    const trouble = ours.troubles.get(path)
    const isSame = one instanceof Error ? other instanceof Error : isDeepStrictEqual(one, other)
    if (isSame && trouble === undefined) return []
    return [{ question: path, fields: ['list'], go: told(one), headwater: trouble ?? told(other) }]
  })
}

const told = (answer: readonly string[] | Error | undefined) =>
  answer instanceof Error ? answer.message : answer

/** Exact versions first: the first who asks for a version decides what go keeps of its origin. */
function exactFirst(queries: readonly string[]): string[] {
  return [...queries.filter(isExact), ...queries.filter((query) => !isExact(query))]
}

const isExact = (query: string): boolean => /@v\d+\.\d+\.\d+/.test(query)

/** Whether go made something else of a question among others; that it then tells no origin does not count. */
function goDiffers(alone: ModDownload, shared: ModDownload): boolean {
  return [differences(alone, shared, 'shared'), differences(shared, alone, 'shared')].every(
    (fields) => fields.length > 0,
  )
}

/** A go line newer than either side knows: both refuse, and here that says nothing of the module. */
function isTooNew(go: ModDownload, headwater: ModDownload): boolean {
  return (
    / requires go >= /.test(go.Error ?? '') &&
    / says "go .* rules known /.test(headwater.Error ?? '')
  )
}

/** What tells two answers apart, without the paths of files. */
function brief({ Version, Error, Info, GoMod, Sum, Origin }: ModDownload): unknown {
  return Error === undefined ? { Version, Info, GoMod, Sum, Origin } : { Version, Error }
}

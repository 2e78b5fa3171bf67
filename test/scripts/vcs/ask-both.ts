import { goDownload, headwaterDownload } from '../../fidelity/downloads.ts'
import type { Go, ModDownload } from '../../oracle/go.ts'
import type { Question } from './questions.ts'
import type { VcsTest } from './server.ts'

/** What both said of one question. */
export interface Answered {
  readonly question: Question
  readonly go: ModDownload
  readonly headwater: ModDownload
}

/**
 * Asks go and Headwater, side by side, each from nothing in each round; of the same question twice the first is
 * asked.
 *
 * @param path the PATH of both
 */
export async function askBoth(
  vcs: VcsTest,
  go: Go,
  questions: readonly Question[],
  path: string,
): Promise<Answered[]> {
  const same = Map.groupBy(questions, argumentOf).values()
  const unique = same.flatMap(([first]) => (first ? [first] : []))
  const rounds = Map.groupBy(unique, ({ round }) => round).values()
  const answered: Answered[] = []
  const downloads = [goDownload(go), headwaterDownload(vcs, { PATH: path })] as const
  for (const round of rounds) {
    const args = round.map(argumentOf)
    const [ofGo, ours] = await Promise.all(downloads.map((download) => download(args)))
    for (const [index, question] of round.entries()) {
      const [said, got] = [ofGo?.[index], ours?.[index]]
      if (said && got) answered.push({ question, go: said, headwater: got })
    }
  }
  return answered
}

/** `path@query` */
export function argumentOf({ path, query }: Pick<Question, 'path' | 'query'>): string {
  return `${path}@${query}`
}

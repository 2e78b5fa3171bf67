import { Failure } from '../../failure.ts'
import type { Gate } from '../../outbound/gate.ts'
import { discard } from '../../outbound/read-answer.ts'
import type { Answer } from '../../outbound/exchange.ts'
import type { Purpose } from '../../outbound/request-record.ts'
import { tooLarge } from '../../outbound/too-large.ts'
import { statusFailure } from './status-failure.ts'

/** Which files of which repository are asked for. */
export interface PlainPlace {
  readonly gate: Pick<Gate, 'ask'>
  /** Where they are; `<base>/HEAD` is one. */
  readonly base: string
  /** What the repository is called. */
  readonly url: string
}

/** The files of a repository, as a server without git gives them. */
export interface PlainFiles {
  readonly url: string
  /**
   * Asks for one; undefined where it is not there (404, 410).
   *
   * @param path below the repository's folder
   * @throws Failure as `statusFailure` has it, for every other status but 200; `refused` when all files together have
   *   more bytes, or are more, than may be taken
   */
  get(path: string): Promise<AsyncIterable<Uint8Array> | undefined>
}

/** Files asked for on one occasion; git itself packs objects when they are 7,000. Source: git-gc(1), `gc.auto` */
const mostFiles = 50_000

/** The files of a repository, for one occasion: `maxBytes` is for all of them together. */
export function plainFiles(place: PlainPlace, purpose: Purpose, maxBytes: number): PlainFiles {
  const { url } = place
  let asked = 0
  let received = 0

  async function* counted(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      received += chunk.length
      if (received > maxBytes) throw tooLarge(url, maxBytes, purpose)
      yield chunk
    }
  }

  return {
    url,
    async get(path) {
      if (++asked > mostFiles) {
        const text = `Cannot read objects of ${url}: they are in more than ${mostFiles} files`
        throw new Failure('refused', text, { url, at: 'repository' })
      }
      const answer = await askForFile(place, path, purpose, maxBytes)
      return answer && counted(answer.body)
    },
  }
}

/** Asks for one file; undefined where it is not there (404, 410). @throws Failure as {@link PlainFiles.get} */
export async function askForFile(
  { gate, base, url }: PlainPlace,
  path: string,
  purpose: Purpose,
  maxBytes: number,
): Promise<Answer | undefined> {
  const answer = await gate.ask({ url: `${base}/${path}`, purpose, maxBytes })
  if (answer.status === 200) return answer
  if (answer.status !== 404 && answer.status !== 410) throw await statusFailure(answer, url)
  await discard(answer)
  return undefined
}

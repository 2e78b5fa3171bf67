import { Failure } from '../../failure.ts'
import type { FeedPage, Index } from '../../feed/open-index.ts'
import { readFeedQuery } from '../../feed/query.ts'
import type { FeedQuery } from '../../feed/query.ts'
import type { FeedEntry } from '../../store/facts/feed.ts'
import { readBlock } from '../block.ts'
import type { Block } from '../block.ts'

/** Where the page has its entries from. What is private is left out by the source. */
export type IndexSource = Pick<Index, 'read' | 'entry'>

/** A part of the index, for people. */
export interface IndexPart {
  readonly query: FeedQuery
  readonly entries: readonly FeedEntry[]
  readonly page: FeedPage
  /** The newest of all; undefined when nothing came in yet. */
  readonly newest: FeedEntry | undefined
}

/** What was asked for, and what there is of it. */
export interface IndexPageData {
  /** What was typed, by the name of its field. */
  readonly typed: Readonly<Record<'prefix' | 'since', string>>
  /** Why it cannot be asked for; the HTTP status says which kind of reason it is. */
  readonly fault?: { readonly reason: string; readonly status: 400 | 410 }
  readonly part?: Block<IndexPart>
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Rows of the table. */
const rows = 100

/** Reads what a request for the page asks for: as `/index` does, but the newest first unless `order` says otherwise. */
export async function readEntries(
  source: IndexSource,
  params: URLSearchParams,
  { now, onError }: { readonly now: number; readonly onError: (error: unknown) => void },
): Promise<IndexPageData> {
  const typed = { prefix: params.get('prefix') ?? '', since: params.get('since') ?? '' }
  try {
    const query = queryOf(params)
    return { typed, now, part: await readBlock(() => partOf(source, query), tellUnless) }
  } catch (error) {
    if (!isOfClient(error)) throw error
    const status = error.code === 'gone' ? 410 : 400
    return { typed, now, fault: { reason: error.message, status } }
  }

  function tellUnless(error: unknown): void {
    if (isOfClient(error)) throw error
    onError(error)
  }
}

function queryOf(params: URLSearchParams): FeedQuery {
  const asked = new URLSearchParams(params)
  if (!asked.get('order')) asked.set('order', 'desc')
  return { ...readFeedQuery(asked), limit: rows, wait: 0 }
}

async function partOf(source: IndexSource, query: FeedQuery): Promise<IndexPart> {
  const page = await source.read(query)
  const last = await source.read({ limit: 1, order: 'desc', wait: 0, isExtended: true })
  return {
    query,
    page,
    entries: page.seqs.map((seq) => source.entry(seq)),
    newest: last.seqs[0] === undefined ? undefined : source.entry(last.seqs[0]),
  }
}

function isOfClient(error: unknown): error is Failure {
  return Failure.is(error, 'invalid') || Failure.is(error, 'gone')
}

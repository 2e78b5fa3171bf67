import { nextQuery } from '../../feed/next-query.ts'
import type { FeedQuery } from '../../feed/query.ts'
import { timeText } from '../../feed/time.ts'
import { cut, html } from '../../page/html.ts'
import { stackTable } from '../../page/table.ts'
import type { Html } from '../../page/html.ts'
import type { FeedEntry } from '../../store/facts/feed.ts'
import { showBlock } from '../block.ts'
import { section } from '../layout.ts'
import type { Page } from '../layout.ts'
import { timeOf } from '../times.ts'
import type { IndexPageData, IndexPart } from './read-entries.ts'

/** `/-/index`: what came in, and when. */
export function indexPage({ typed, fault, part, now }: IndexPageData): Page {
  const body = html`<h1>Index</h1>
    <p class="lead">
      Each module version, once, when this mirror first held it. It keeps its place whatever becomes
      of it.
    </p>
    <form class="ask" action="index" method="get">
      <label
        >Module paths that begin with<input
          name="prefix"
          value="${cut(typed.prefix, 1000)}"
          maxlength="1000"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          placeholder="github.com/acme/" /></label
      ><label
        >Since (UTC)<input
          name="since"
          value="${cut(typed.since, 60)}"
          maxlength="60"
          autocomplete="off"
          spellcheck="false"
          placeholder="2026-11-30T12:00:00Z" /></label
      ><button type="submit">Show</button>
    </form>
    ${fault === undefined ? '' : html`<p class="note plain">${cut(fault.reason, 300)}. <a href="index">Show all</a></p>`}
    ${part === undefined ? '' : showBlock(part, (value) => list(value, now))}`
  return { title: 'Index', up: './', at: 'index', body }
}

function list(part: IndexPart, now: number): Html {
  const { query, entries, newest, page } = part
  if (newest === undefined) {
    return html`<p class="note plain">
      Nothing came in yet. What somebody asks for is fetched, held, and shown here.
    </p>`
  }
  const filter = filterText(query)
  const isForward = query.order === 'asc'
  const next =
    isForward && !page.isFull ? undefined : nextQuery({ ...query, limit: Infinity }, page)
  return html`${section('list', isForward ? 'The oldest first' : 'The newest first', html`<a href="../index?${linesQuery(query)}">The same as lines of JSON</a>`, html`${filter === undefined ? '' : html`<p class="note plain">${filter}. <a href="index">Show all</a></p>`}${entries.length === 0 ? nothing(query) : table(entries, now)}`)}
    ${next === undefined ? '' : html`<p class="note plain"><a href="index?${withOrder(next, query)}">${isForward ? 'Later ones' : 'Earlier ones'}</a></p>`}
    ${isFirst(query) ? '' : html`<p class="note plain"><a href="index?${firstQuery(query)}">From the ${isForward ? 'start' : 'newest'}</a></p>`}
    <p class="note">
      The last one came in on ${timeOf(newest.at / 1000, now, 'second')}. Programs follow
      <a href="../index?order=desc&limit=1" class="mono">/index</a>: as the public index, or as an
      event stream.
    </p>`
}

function nothing({ after, before, since, paths }: FeedQuery): Html {
  const isFiltered = since !== undefined || paths !== undefined
  const isBeyond = after !== undefined || before !== undefined
  if (isBeyond) return html`<p class="note plain">There are no more.</p>`
  return html`<p class="note plain">
    ${isFiltered ? 'Nothing that fits came in.' : 'Nothing is shown.'}
  </p>`
}

function table(entries: readonly FeedEntry[], now: number): Html {
  return stackTable(
    ['UTC', 'Module', 'Version'],
    entries.map((entry) => row(entry, now)),
  )
}

function row({ at, path, version }: FeedEntry, now: number): Html {
  return html`<tr>
    <td class="mono">${timeOf(at / 1000, now, 'second')}</td>
    <td><a class="mono" href="index?module=${encodeURIComponent(path)}">${cut(path, 300)}</a></td>
    <td class="mono">${cut(version, 300)}</td>
  </tr> `
}

/** The filter in words; undefined where all is shown. */
function filterText({ since, paths }: FeedQuery): Html | undefined {
  const which =
    paths === undefined
      ? undefined
      : 'module' in paths
        ? html`Only <span class="mono">${cut(paths.module, 300)}</span>`
        : html`Only module paths that begin with
            <span class="mono">${cut(paths.prefix, 300)}</span>`
  if (since === undefined) return which
  const time = html`since <span class="mono">${timeText(since)}</span>`
  return which === undefined ? html`Only ${time}` : html`${which}, ${time}`
}

function isFirst({ after, before, order }: FeedQuery): boolean {
  return (order === 'asc' ? after : before) === undefined
}

/** The same filter, from the beginning, in the same order. */
function firstQuery({ since, paths, order }: FeedQuery): string {
  return queryText({ ...(since !== undefined && { since: timeText(since) }), ...paths, order })
}

/** What `/index` must be asked for the same entries and more. */
function linesQuery({ since, paths, after, before, order }: FeedQuery): string {
  return queryText({
    ...(since !== undefined && { since: timeText(since) }),
    ...(after !== undefined && { after: String(after) }),
    ...(before !== undefined && { before: String(before) }),
    ...paths,
    order,
  })
}

function withOrder(query: string, { order }: FeedQuery): string {
  const params = new URLSearchParams(query)
  params.set('order', order)
  return params.toString()
}

function queryText(values: Readonly<Record<string, string>>): string {
  return new URLSearchParams(values).toString()
}

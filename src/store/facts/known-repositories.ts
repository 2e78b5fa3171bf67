import type { DatabaseSync } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import type { DelayedWrites } from './delayed-writes.ts'
import { hostOf } from '../../outbound/host-of.ts'
import type { Repository } from './repositories.ts'
import { repositoryKey } from '../../outbound/same-repository.ts'
import { changed } from './repository-changes.ts'
import type { RepositoryChange } from './repository-changes.ts'
import { changedColumns, repositoryIn, updateRow, type Row } from './repository-rows.ts'
import { whole } from './whole.ts'

/** Milliseconds after which it is noted again that a repository is wanted. */
const noteAgainAfter = 24 * 60 * 60 * 1000
/** Repositories whose last note stays in memory, so that it need not be read. */
const remembered = 10_000
/** Above so many that are due they are looked up host by host. */
const fewDue = 1000
/** Repositories with notes that wait to be written; beyond it the first are forgotten. */
const mostWaiting = 100_000

/**
 * The repositories that somebody wanted code of. A repository is named by its URL as `Origin.URL` of its versions has
 * it; moments are in Unix milliseconds. Notes return at once and are written within a second, together with the
 * requests. What is noted of a repository that nobody wanted is not kept.
 */
export interface Repositories {
  /**
   * Somebody wants code of it. Writes only what is news: a new repository or another `vcs`, or a day passed.
   *
   * @param dueAt when the first background look at a new one is due
   */
  noteWanted(url: string, vcs: string, at: number, dueAt?: number): void
  /** Its refs were read, in an answer of so many bytes. */
  noteRefs(url: string, at: number, bytes: number): void
  /** Its refs were read without credentials. */
  notePublic(url: string, at: number): void
  /** A background look at it is over: its result, and what follows for the next. */
  noteLook(url: string, look: Required<Repository>['look'], quiet: number, dueAt: number): void
  /** Its host told of a push. */
  notePush(url: string, at: number): void
  setDue(url: string, dueAt: number): void
  repository(url: string): Repository | undefined
  /** Those of a host in the byte order of URLs, from the first behind `after` on. */
  repositoriesOf(host: string, limit: number, after?: string): Repository[]
  /** Those whose address has one of these keys, as `repositoryKey` gives them. */
  repositoriesByKey(keys: readonly string[]): Repository[]
  /** Of each host the one that is due first, if it is due at `now`; by `dueAt`, then by URL. */
  firstDue(now: number): Repository[]
  /** How many there are, how many are due at `now`, and since when the first of these is. */
  lookBacklog(now: number): {
    readonly known: number
    readonly due: number
    readonly oldest?: number
  }
}

/** The repositories kept in the table `repositories`. */
export function repositoriesIn(database: DatabaseSync, writes: DelayedWrites): Repositories {
  const want = database.prepare(
    `insert into repositories (url, key, vcs, host, wanted_at, due_at) values (?, ?, ?, ?, ?, ?)
     on conflict do update set vcs = excluded.vcs, wanted_at = excluded.wanted_at`,
  )
  const change = database.prepare(updateRow)
  const find = database.prepare('select * from repositories where url = ?')
  const ofHost = database.prepare(
    'select * from repositories where host = ? and url > ? order by url limit ?',
  )
  const byKey = database.prepare('select * from repositories where key = ? order by url')
  const dueFirst = database.prepare(
    `select * from repositories where due_at <= ? order by due_at, url limit ${fewDue + 1}`,
  )
  // One look-up in the index for each host, however many repositories that has.
  const dueAtHosts = database.prepare(
    `with recursive each(host) as (
       select min(host) from repositories
       union all
       select (select min(host) from repositories where host > each.host)
       from each where each.host is not null
     )
     select * from repositories where url in (
       select (select url from repositories where host = each.host order by due_at, url limit 1)
       from each
     ) and due_at <= ? order by due_at, url`,
  )
  const backlog = database.prepare(
    `select (select count(*) from repositories) as known, count(*) as due, min(due_at) as oldest
     from repositories where due_at <= ?`,
  )
  const waiting = new Map<string, RepositoryChange>()
  const lastWanted = new LRUCache<string, { vcs: string; at: number }>({
    maxSize: remembered,
    // With `max` room for all of them would be made now.
    sizeCalculation: () => 1,
  })

  function note(url: string, news: RepositoryChange): void {
    waiting.set(url, { ...waiting.get(url), ...news })
    const [first = ''] = waiting.keys()
    if (waiting.size > mostWaiting && waiting.delete(first)) lastWanted.delete(first)
    writes.soon()
  }

  function writeOne(url: string, { wanted, ...news }: RepositoryChange): void {
    if (wanted)
      want.run(
        url,
        repositoryKey(url) ?? null,
        wanted.vcs,
        hostOf(url),
        whole(wanted.at),
        whole(wanted.dueAt),
      )
    change.run(...changedColumns(news), url)
  }

  function repository(url: string): Repository | undefined {
    const row = find.get(url)
    return changed(url, row && repositoryIn(row), waiting.get(url))
  }

  /** The repositories in rows, with what waits to be written of them. */
  function all(rows: Row[]): Repository[] {
    return rows.flatMap((row) => {
      const known = repositoryIn(row)
      return changed(known.url, known, waiting.get(known.url)) ?? []
    })
  }

  function lastNoted(url: string): { vcs: string; at: number } | undefined {
    const known = repository(url)
    return known && { vcs: known.vcs, at: known.wantedAt }
  }

  writes.add({
    isEmpty: () => waiting.size === 0,
    write() {
      for (const [url, news] of waiting) writeOne(url, news)
    },
    written: () => waiting.clear(),
  })

  return {
    noteWanted(url, vcs, at, dueAt = at) {
      const last = lastWanted.get(url) ?? lastNoted(url)
      const isNews = last?.vcs !== vcs || at < last.at || at - last.at >= noteAgainAfter
      lastWanted.set(url, isNews ? { vcs, at } : last)
      if (isNews) note(url, { wanted: { vcs, at, dueAt } })
    },
    noteRefs: (url, at, bytes) => note(url, { refs: { at, bytes } }),
    notePublic: (url, at) => note(url, { publicAt: at }),
    noteLook: (url, look, quiet, dueAt) => note(url, { look: { ...look }, quiet, dueAt }),
    notePush: (url, pushedAt) => note(url, { pushedAt }),
    setDue: (url, dueAt) => note(url, { dueAt }),
    repository,
    repositoriesOf(host, limit, after = '') {
      writes.tryFlush()
      return all(ofHost.all(host, after, limit))
    },
    repositoriesByKey(keys) {
      writes.tryFlush()
      return keys.flatMap((key) => all(byKey.all(key)))
    },
    firstDue(now) {
      // What has only become due later need not be written to be left out.
      if (waiting.values().some((news) => isDue(news, now))) writes.tryFlush()
      const few = dueFirst.all(now)
      if (few.length <= fewDue) return firstOfHosts(all(few), now)
      writes.tryFlush()
      return firstOfHosts(all(dueAtHosts.all(now)), now)
    },
    lookBacklog(now) {
      writes.tryFlush()
      const { known, due, oldest } = backlog.get(now) ?? {}
      const since = oldest === null ? {} : { oldest: Number(oldest) }
      return { known: Number(known), due: Number(due), ...since }
    },
  }
}

function isDue({ wanted, dueAt = wanted?.dueAt }: RepositoryChange, now: number): boolean {
  return dueAt !== undefined && dueAt <= now
}

/** Of each host the first that is due; they are in order. */
function firstOfHosts(repositories: readonly Repository[], now: number): Repository[] {
  const hosts = new Set<string>()
  return repositories.filter(({ host, dueAt }) => {
    if (dueAt > now || hosts.has(host)) return false
    hosts.add(host)
    return true
  })
}

import { Failure } from '../failure.ts'
import { InvalidError } from '../gomod/invalid-error.ts'
import { checkPath } from '../gomod/module-path.ts'
import type { FeedRange } from '../store/facts/feed.ts'
import { microsOf } from './time.ts'

/** What of the index is wanted. */
export interface FeedQuery {
  /** Unix microseconds, inclusive, as the public index has it. */
  readonly since?: number
  /** Numbers of entries, exclusive. */
  readonly after?: number
  readonly before?: number
  /** From 1 to {@link mostEntries}. */
  readonly limit: number
  readonly order: FeedRange['order']
  readonly paths?: NonNullable<FeedRange['paths']>
  /** Seconds to wait for the first entry when there is none. */
  readonly wait: number
  /** Whether anything is asked that the public index does not know: such a client is told more of each entry. */
  readonly isExtended: boolean
}

/** Most entries of one answer, and how many there are unless fewer are asked for; as the public index has it. */
export const mostEntries = 2000
/** Longest time to wait, seconds. */
const longestWait = 60

const ofPublicIndex = ['since', 'limit', 'include']
const ofOurs = ['after', 'before', 'prefix', 'module', 'order', 'type', 'wait']
const known = new Set([...ofPublicIndex, ...ofOurs])

/**
 * Reads the query of a request for the index. A parameter without a value counts as not given, and `limit=0` too. Who wants
 * more than there is in one answer gets that, and goes on from there, as with any other limit.
 *
 * @throws Failure `invalid` naming the parameter and what it must be
 */
export function readFeedQuery(params: URLSearchParams): FeedQuery {
  const given = new Map<string, string>()
  for (const [name, value] of params) {
    if (!known.has(name)) {
      throw new Failure('invalid', `Cannot read the index: there is no parameter ${shown(name)}`, {
        hint: `There are ${[...known].join(', ')}`,
      })
    }
    if (given.has(name)) throw fault(name, 'is given twice')
    given.set(name, value)
  }
  for (const [name, value] of given) if (value === '') given.delete(name)

  const since = read(
    'since',
    (text) => microsOf(text),
    'a time such as "2026-11-30T12:00:00.000001Z"',
  )
  const after = read('after', (text) => wholeIn(text, 0, Infinity), 'the number of an entry')
  const before = read('before', (text) => wholeIn(text, 0, Infinity), 'the number of an entry')
  const limit = read('limit', (text) => wholeIn(text, 0, Infinity), 'a number of entries')
  const order =
    read('order', (text) => orders.find((each) => each === text), 'asc or desc') ?? 'asc'
  const seconds = (text: string) => wholeIn(text.replace(/s$/, ''), 0, longestWait)
  const wait = read('wait', seconds, `a number of seconds up to ${longestWait}`) ?? 0
  read('include', (text) => (text === 'all' ? text : undefined), 'all')
  read('type', (text) => (text === 'added' ? text : undefined), 'added')
  if (wait > 0 && order === 'desc') throw fault('wait', 'goes with order=asc only')
  if (wait > 0 && before !== undefined) throw fault('wait', 'does not go with "before"')
  const paths = pathsOf(given)
  return {
    ...(since !== undefined && { since }),
    ...(after !== undefined && { after }),
    ...(before !== undefined && { before }),
    ...(paths && { paths }),
    limit: Math.min(limit || mostEntries, mostEntries),
    order,
    wait,
    isExtended: ofOurs.some((name) => given.has(name)),
  }

  function read<T>(
    name: string,
    parse: (text: string) => T | undefined,
    must: string,
  ): T | undefined {
    const text = given.get(name)
    if (text === undefined) return undefined
    const value = parse(text)
    if (value === undefined) throw fault(name, `is ${shown(text)}, and must be ${must}`)
    return value
  }
}

const orders = ['asc', 'desc'] as const

/** Where an event stream goes on. @throws Failure `invalid` when that is no number of an entry */
export function readEventId(text: string): number {
  const seq = wholeIn(text, 0, Infinity)
  if (seq !== undefined) return seq
  const why = `is ${shown(text)}, and must be the number of an entry`
  throw new Failure('invalid', `Cannot read the index: the header Last-Event-ID ${why}`)
}

function pathsOf(given: ReadonlyMap<string, string>): FeedQuery['paths'] {
  const [module, prefix] = [given.get('module'), given.get('prefix')]
  if (module === undefined) {
    if (prefix === undefined) return undefined
    if (/^[\w./~-]{1,1000}$/.test(prefix)) return { prefix }
    throw fault('prefix', `is ${shown(prefix)}, with which no module path begins`)
  }
  if (prefix !== undefined) throw fault('prefix', 'does not go with "module"')
  try {
    checkPath(module)
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error
    throw fault('module', `is no module path: ${error.message}`)
  }
  return { module }
}

function wholeIn(text: string, least: number, most: number): number | undefined {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : NaN
  return number >= least && number <= most ? number : undefined
}

function fault(name: string, what: string): Failure {
  return new Failure('invalid', `Cannot read the index: the parameter "${name}" ${what}`)
}

function shown(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text)
}

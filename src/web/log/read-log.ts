import { Failure } from '../../failure.ts'
import type { LogRecord } from '../../store/log/log-record.ts'
import type { LogCounts, LogStanding, ProvableEntry } from '../../sumdb/log/log-view.ts'
import type { WitnessStanding } from '../../sumdb/log/witness/witness-standing.ts'
import type { RelayStanding } from '../../sumdb/relay/relay-standing.ts'
import { readBlock, type Block } from '../block.ts'
import type { LogSource, OwnLogSource } from '../log-source.ts'
import { typedVersion } from './typed-version.ts'

/** What there is of our own log. */
export interface OwnLogFacts {
  readonly source: OwnLogSource
  readonly counts: LogCounts
  readonly tree: Block<OwnTree>
  /** The value of `before` that shows earlier entries; undefined: there are none. */
  readonly next: number | undefined
}

/** What is read of our own log. */
export interface OwnTree extends LogStanding {
  readonly entries: readonly LogRecord[]
  readonly witnesses: readonly WitnessStanding[]
}

/** What the page of logs is made of. */
export interface LogFacts {
  /** Absent where there is none. */
  readonly own?: OwnLogFacts
  readonly others: Block<readonly RelayStanding[]>
  /** Entries below this number were asked for. */
  readonly before: number | undefined
  /** A version that was looked for, and has no entry. */
  readonly missed?: string
}

/** Whoever is told of what a source throws. */
type OnError = (error: unknown) => void

/** Entries of a part. */
const rows = 50

/** Said where our log is not what it was: its Failure names files of this machine. */
const unsound =
  'its database is not what was published, so nothing is signed and nothing is answered. The operator learns more from “headwater sumdb fsck”'

/** Reads all that is shown of logs. Never throws for what a source throws. */
export async function readLog(
  { own, others }: LogSource,
  before: number | undefined,
  onError: OnError,
): Promise<LogFacts> {
  return {
    before,
    others: await readBlock(others, onError),
    ...(own && { own: await readOwn(own, before, onError) }),
  }
}

/** Reads an entry of our log; the value is undefined where there is none with that number. Never throws. */
export async function readEntry(
  { view }: OwnLogSource,
  number: number,
  onError: OnError,
): Promise<Block<ProvableEntry | undefined>> {
  return readSound(() => view.entry(number), onError)
}

/** The number of the entry of what was typed; undefined where there is none, or it cannot be read. Never throws. */
export async function readNumber(
  { view }: OwnLogSource,
  typed: string,
  onError: OnError,
): Promise<number | undefined> {
  const wanted = typedVersion(typed)
  if (wanted === undefined) return undefined
  const found = await readSound(() => view.find(wanted.path, wanted.version), onError)
  return 'value' in found ? found.value : undefined
}

/** How many entries our log has; undefined where that cannot be read. Never throws. */
export async function readSize(
  { view }: OwnLogSource,
  onError: OnError,
): Promise<number | undefined> {
  const standing = await readSound(view.standing, onError)
  return 'value' in standing ? standing.value.head.size : undefined
}

async function readOwn(
  source: OwnLogSource,
  before: number | undefined,
  onError: OnError,
): Promise<OwnLogFacts> {
  const { view } = source
  const tree = await readSound(
    async () => ({
      ...(await view.standing()),
      entries: await view.entries(rows, before),
      witnesses: await view.witnesses(),
    }),
    onError,
  )
  const last = 'value' in tree ? tree.value.entries.at(-1)?.number : undefined
  return {
    source,
    counts: view.counts(),
    tree,
    next: last === undefined || last === 0 ? undefined : last,
  }
}

/** Our log tells whoever looks after it what is wrong, once: people who look at it do not fill their journal with that. */
async function readSound<T>(read: () => Promise<T>, onError: OnError): Promise<Block<T>> {
  let isUnsound = false
  const block = await readBlock(read, (error) => {
    isUnsound = Failure.is(error, 'mismatch')
    if (!Failure.is(error)) onError(error)
  })
  return isUnsound ? { missing: unsound } : block
}

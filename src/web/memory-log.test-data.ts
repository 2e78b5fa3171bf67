import type { LogReader } from '../store/log/log-reader.ts'
import type { LogRecord } from '../store/log/log-record.ts'
import { testKey } from '../sumdb/log/own-tree.test-data.ts'
import { logView } from '../sumdb/log/log-view.ts'
import { signHead } from '../sumdb/log/signed-head.ts'
import type { RelayStanding } from '../sumdb/relay/relay-standing.ts'
import { emptyEdge, growTree } from '../tlog/grow-tree.ts'
import { emptyRoot, leafHash } from '../tlog/hash.ts'
import { formatModuleRecord } from '../tlog/record-text.ts'
import type { LogSource, OwnLogSource } from './log-source.ts'
import { noon } from './memory-hosts.test-data.ts'

const sum = (text: string) => `h1:${Buffer.from(text.padEnd(32)).toString('base64')}`

/** The entry with a number: the last of `count` was added a minute before noon, each other one a second before the next. */
export function logged(number: number, count: number): LogRecord {
  return {
    number,
    path: number % 3 === 0 ? 'corp.example/Secret' : `github.com/acme/module-${number}`,
    version: `v1.${number}.0`,
    zip: sum(`zip ${number}`),
    goMod: sum(`mod ${number}`),
    addedAt: noon - 60_000 - (count - 1 - number) * 1000,
    ...(number % 3 !== 0 && { attestation: { log: 'sum.golang.org+033de0ae', size: 50_000_000 } }),
  }
}

/** Our own log in memory with these entries, of which the last `unsigned` are not published. */
export function memoryLog(records: readonly LogRecord[], unsigned = 0): OwnLogSource {
  const leaves = records.map((record) => leafHash(formatModuleRecord(record)))
  const grown = growTree(emptyEdge, leaves.slice(0, leaves.length - unsigned))
  const size = records.length - unsigned
  const root = size === 0 ? emptyRoot : grown.root
  const read: Pick<LogReader, 'records' | 'recordOf' | 'latestHead' | 'tile'> = {
    records: (first, count) => records.slice(first, first + count),
    recordOf: (path, version) =>
      records.find((record) => record.path === path && record.version === version),
    latestHead: () => ({ size: records.length, root }),
    tile: ({ level, n, width }) =>
      grown.tiles
        .find(({ tile }) => tile.level === level && tile.n === n)
        ?.bytes.subarray(0, width * 32),
  }
  const view = logView(
    async () => ({
      read: read as LogReader,
      size,
      head: await signHead({ size, root }, testKey, noon - 30_000),
    }),
    () => ({ waiting: 2, refused: 3 }),
  )
  return { name: 'log.example', key: testKey.text, settings: `GOSUMDB=${testKey.text}`, view }
}

/** A database of others that agrees. */
export function relayOf(changes: Partial<RelayStanding> = {}): RelayStanding {
  return {
    name: 'sum.golang.org',
    key: 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
    head: { size: 50_000_000, root: Buffer.alloc(32, 1) },
    comparedAt: noon - 120_000,
    trouble: undefined,
    doubts: [],
    sources: [],
    isFrozen: false,
    forks: [],
    ...changes,
  }
}

/** A mirror with a log of its own and four databases of others, each in another state. */
export const logs: LogSource = {
  own: memoryLog(Array.from({ length: 700 }, (_, i) => logged(i, 700))),
  others: () => [
    relayOf(),
    relayOf({
      name: 'down.example',
      trouble: { at: noon - 1000, code: 'unreachable' },
    }),
    relayOf({ name: 'new.example', head: undefined, comparedAt: undefined }),
    relayOf({
      name: 'forked.example',
      isFrozen: true,
      forks: [
        { foundAt: noon - 5000, evidence: 'SECURITY ERROR\n\tthe proof', thawedAt: undefined },
        { foundAt: noon - 900_000, evidence: 'SECURITY ERROR\n\tolder', thawedAt: noon - 800_000 },
      ],
    }),
  ],
}

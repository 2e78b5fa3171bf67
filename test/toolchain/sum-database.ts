import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { escapePath } from '../../src/gomod/escape.ts'
import { formatLookup } from '../../src/tlog/lookup.ts'
import { memoryLog } from '../../src/tlog/memory-log.test-data.ts'
import { leafHash } from '../../src/tlog/hash.ts'
import { signNote } from '../../src/tlog/note.ts'
import { formatModuleRecord, type ModuleRecord } from '../../src/tlog/record-text.ts'
import { formatSignerKey, parseSignerKey } from '../../src/tlog/signer.ts'
import { formatTilePath, parseTilePath } from '../../src/tlog/tile-path.ts'
import { formatTreeNote } from '../../src/tlog/tree-note.ts'
import { formatVerifierKey } from '../../src/tlog/verifier.ts'
import { webServer, type WebServer } from '../web-server.ts'

/** A checksum database on loopback. */
export interface SumDatabase extends AsyncDisposable {
  /** For the variable GOSUMDB. */
  readonly gosumdb: string
  readonly asked: readonly string[]
}

/** Serves a signed log of these records, as sum.golang.org does. Source: go.dev/design/25530-sumdb */
export async function sumDatabase(records: readonly ModuleRecord[]): Promise<SumDatabase> {
  const signer = parseSignerKey(formatSignerKey('sums.test', randomBytes(32), 1))
  const texts = records.map((record) => formatModuleRecord(record))
  const log = memoryLog(texts.map((text) => leafHash(text)))
  const head = signNote(formatTreeNote(log.head(texts.length)), [signer])
  const server: WebServer = await webServer((request, response) => {
    void respond((request.url ?? '').slice(1), response)
  })

  async function respond(path: string, response: ServerResponse): Promise<void> {
    const answer = await answerTo(path)
    response.writeHead(answer === undefined ? 404 : 200).end(answer)
  }

  async function answerTo(path: string): Promise<string | Uint8Array | undefined> {
    if (path === 'latest') return head
    const id = records.findIndex(
      (record) => path === `lookup/${escapePath(record.path)}@${record.version}`,
    )
    const text = texts[id]
    if (text !== undefined) return formatLookup({ id, text, note: head })
    if (!path.startsWith('tile/')) return undefined
    const tile = parseTilePath(path)
    if (tile.level === 'data') return undefined
    const bytes = await log.source.readTile(tile)
    return formatTilePath(tile) === path ? bytes : undefined
  }

  return {
    gosumdb: `${formatVerifierKey(signer)} ${server.url}`,
    asked: server.asked,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

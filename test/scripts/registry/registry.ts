import type { ServerResponse } from 'node:http'
import {
  escapePath,
  escapeVersion,
  unescapePath,
  unescapeVersion,
} from '../../../src/gomod/escape.ts'
import { InvalidError } from '../../../src/gomod/invalid-error.ts'
import { check } from '../../../src/gomod/module-path.ts'
import { isPseudoVersion } from '../../../src/gomod/pseudo-version.ts'
import { webServer, type WebServer } from '../../web-server.ts'
import { readArchives, type Archives } from './archives.ts'
import { checksumDatabase, type ChecksumDatabase } from './checksum-database.ts'
import { makeZip } from './make-zip.ts'
import { databaseName, signerKey, sumsOf } from './sums.ts'

type Answer = { status: number; body?: string | Uint8Array; location?: string }

const notFound: Answer = { status: 404, body: '404 page not found\n' }

/**
 * A module proxy on loopback that serves a folder of archives below `/mod/`, with doors that misbehave as the scripts of
 * the go command need it: `/mod/NNN/` answers with that status, `/mod/invalid/` with nonsense, `/mod/redirect/N/` goes N
 * times round; `/mod/sumdb/NAME/` is its checksum database, `/mod/sumdb-direct/` too, `/mod/sumdb-wrong/` one that lies,
 * `/mod/sumdb-redirect/MODULE@VERSION:/` one that looks up something else, and `/mod/sumdb-NNN/` a proxy whose database
 * has that status. Source of the doors: `cmd/go/proxy_test.go`.
 */
export async function startRegistry(folder: string): Promise<WebServer> {
  const archives = await readArchives(folder)
  const modules = archives.all.map(
    ({ path, version }) => `${escapePath(path)}@${escapeVersion(version)}`,
  )
  const databases = {
    right: checksumDatabase(signerKey, sumsOf(archives, 'true'), modules),
    wrong: checksumDatabase(signerKey, sumsOf(archives, 'wrong')),
  }
  return webServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname)
    void answerTo(path).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, failed(error)),
    )
  })

  async function answerTo(path: string): Promise<Answer> {
    const [, rest] = /^\/mod\/(.*)$/s.exec(path) ?? []
    if (rest === undefined) return notFound
    const [, door = '', inside = ''] = /^([^/]+)(\/.*)$/s.exec(rest) ?? []
    const status = Number(/^(?:sumdb-)?([2-9]\d\d)$/.exec(door)?.[1])
    if (door === 'invalid') return { status: 200, body: 'invalid' }
    if (status > 0 && !door.startsWith('sumdb-')) return { status }
    if (status > 0) return inside.startsWith('/sumdb/') ? { status } : answerTo(`/mod${inside}`)
    if (door === 'redirect') return redirect(inside)
    return database(door, inside) ?? proxy(archives, rest)
  }

  function database(door: string, inside: string): Answer | undefined {
    if (door === 'sumdb-direct') return ask(databases.right, inside)
    if (door === 'sumdb-wrong') return ask(databases.wrong, inside)
    if (door === 'sumdb-redirect') {
      const [, other = '', rest = ''] = /^([^:]*):(.*)$/s.exec(inside) ?? []
      return ask(databases.right, rest.startsWith('/lookup/') ? `/lookup${other}` : rest)
    }
    const prefix = `/${databaseName}/`
    if (door !== 'sumdb' || !inside.startsWith(prefix)) return undefined
    const what = inside.slice(prefix.length - 1)
    return what === '/supported' ? { status: 200 } : ask(databases.right, what)
  }
}

function ask(database: ChecksumDatabase, path: string): Answer {
  const body = database.answer(path)
  return body === undefined ? notFound : { status: 200, body }
}

function redirect(inside: string): Answer {
  const [, count = '', rest = ''] = /^\/(\d+)\/(.*)$/s.exec(inside) ?? []
  const isLast = Number(count) <= 1
  return {
    status: 302,
    location: isLast ? `/mod/${rest}` : `/mod/redirect/${Number(count) - 1}/${rest}`,
  }
}

async function proxy(archives: Archives, rest: string): Promise<Answer> {
  const [, escaped = '', file = ''] = /^(.*)\/(@latest|@v\/.*)$/s.exec(rest) ?? []
  if (escaped === '') return notFound
  const path = unescapePath(escaped)
  if (file === '@latest') return stored(archives, path, archives.latest(path), 'info')
  if (file === '@v/list') {
    const versions = archives.versions(path)
    return versions.length === 0 ? notFound : { status: 200, body: listOf(path, versions) }
  }
  const [, version = '', kind = ''] = /^@v\/(.*)\.(info|mod|zip)$/s.exec(file) ?? []
  return stored(archives, path, unescapeVersion(version), kind)
}

async function stored(
  archives: Archives,
  path: string,
  version: string | undefined,
  kind: string,
): Promise<Answer> {
  const found = version === undefined ? undefined : archives.find(path, version)
  if (found === undefined) return notFound
  if (kind === 'zip') return { status: 200, body: await makeZip(found.files) }
  const body = kind === 'info' ? found.info : found.mod
  return body === undefined ? notFound : { status: 200, body }
}

/** Without pseudo-versions, and without versions that do not fit the path. */
function listOf(path: string, versions: readonly string[]): string {
  return versions
    .filter((version) => !isPseudoVersion(version) && fits(path, version))
    .map((version) => `${version}\n`)
    .join('')
}

function fits(path: string, version: string): boolean {
  try {
    check(path, version)
    return true
  } catch {
    return false
  }
}

function failed(error: unknown): Answer {
  const body = error instanceof Error ? error.message : String(error)
  return { status: error instanceof InvalidError ? 404 : 500, body }
}

function send(response: ServerResponse, { status, body = '', location }: Answer): void {
  const type = status === 404 ? { 'content-type': 'text/plain; charset=utf-8' } : {}
  response.writeHead(status, { ...type, ...(location !== undefined && { location }) })
  response.end(body)
}

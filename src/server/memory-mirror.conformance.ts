import { hash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { Failure } from '../failure.ts'
import type { Changing, Door, HeldFile, Mirror } from '../mirror/mirror.ts'
import { startServer } from './app.ts'
import type { RunningServer, ServerOptions } from './app.ts'

/** The time in every test that does not say otherwise. */
export const noon = Date.UTC(2026, 10, 22, 12)

/** A mirror in memory, its zips in files, that notes what it was asked. */
export interface MemoryMirror {
  readonly mirror: Mirror
  /** One line a call, such as `info example.com/m v1.0.0 default`. */
  readonly calls: string[]
  /** Every zip file that was handed out. */
  readonly handles: FileHandle[]
  readonly hold: (path: string, version: string, zip?: Buffer) => void
  /** Where the bytes of a held zip lie. */
  readonly zipFile: (path: string, version: string) => string
}

/** What the `.info` of a version is in a memory mirror. */
export function infoOf(version: string): string {
  return `{"Version":"${version}","Time":"2026-01-02T03:04:05Z"}`
}

/** What the `.mod` of any version is in a memory mirror; not ASCII alone. */
export function modOf(path: string): string {
  return `module ${path} // größe\n`
}

function miss(what: string, door: Door): Failure {
  return door === 'cached-only'
    ? new Failure('not-held', `${what} is not held here`)
    : new Failure('not-found', `${what}: no such version`)
}

function changing(body: string): Changing {
  return { body, askedAt: noon - 5000, freshFor: 60_000 }
}

function held(text: string): HeldFile {
  const bytes = Buffer.from(text)
  return { bytes, sha256: hash('sha256', bytes) }
}

/** @param overrides used instead of the mirror's own methods */
export function memoryMirror(t: TestContext, overrides: Partial<Mirror> = {}): MemoryMirror {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-server-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const versions = new Map<string, Buffer>()
  const calls: string[] = []
  const handles: FileHandle[] = []
  const zipFile = (path: string, version: string) =>
    join(folder, Buffer.from(`${path}@${version}`).toString('hex'))
  const heldBytes = (path: string, version: string, door: Door) => {
    const zip = versions.get(`${path}@${version}`)
    if (zip === undefined) throw miss(`${path}@${version}`, door)
    return zip
  }
  const own: Mirror = {
    async list(path) {
      const names = [...versions.keys()].filter((name) => name.startsWith(`${path}@`))
      return changing(names.map((name) => `${name.slice(path.length + 1)}\n`).join(''))
    },
    latest: async () => changing(infoOf('v1.0.0')),
    query: async () => changing(infoOf('v0.0.0-20260102030405-0123456789ab')),
    async info(path, version, door) {
      heldBytes(path, version, door)
      return held(infoOf(version))
    },
    async mod(path, version, door) {
      heldBytes(path, version, door)
      return held(modOf(path))
    },
    async zip(path, version, door) {
      const zip = heldBytes(path, version, door)
      const file = await open(zipFile(path, version))
      handles.push(file)
      return { file, size: zip.length, sha256: hash('sha256', zip) }
    },
  }
  const answers = { ...own, ...overrides }
  const asked = (...words: string[]) => calls.push(words.join(' '))
  return {
    calls,
    handles,
    zipFile,
    hold(path, version, zip = Buffer.from('PK')) {
      versions.set(`${path}@${version}`, zip)
      writeFileSync(zipFile(path, version), zip)
    },
    mirror: {
      list: (path, door) => (asked('list', path, door), answers.list(path, door)),
      latest: (path, door) => (asked('latest', path, door), answers.latest(path, door)),
      query: (path, revision, door) => (
        asked('query', path, revision, door),
        answers.query(path, revision, door)
      ),
      info: (path, version, door) => (
        asked('info', path, version, door),
        answers.info(path, version, door)
      ),
      mod: (path, version, door) => (
        asked('mod', path, version, door),
        answers.mod(path, version, door)
      ),
      zip: (path, version, door) => (
        asked('zip', path, version, door),
        answers.zip(path, version, door)
      ),
    },
  }
}

/** A server of `mirror` for the length of a test, and the errors it met. */
export async function serve(
  t: TestContext,
  mirror: Mirror,
  options: Partial<ServerOptions> = {},
): Promise<RunningServer & { readonly port: number; readonly errors: unknown[] }> {
  const errors: unknown[] = []
  const server = await startServer({
    mirror,
    listen: { host: '127.0.0.1', port: 0 },
    onError: (error) => errors.push(error),
    now: () => noon,
    ...options,
  })
  t.after(() => server.close(0))
  return { ...server, port: Number(new URL(server.url).port), errors }
}

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Sends bytes as they are, half-closes nothing, and reads until the server ends the connection. */
export async function exchange(port: number, bytes: string | Buffer): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1')
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A server that refuses the rest of a request resets the connection.
  socket.on('error', () => {})
  await once(socket, 'close')
  return Buffer.concat(chunks)
}

/** One request over its own connection, its target sent as it is (a character a byte). */
export async function ask(
  port: number,
  target: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  const lines = Object.entries({ Host: 'localhost', Connection: 'close', ...headers })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return readAnswer(await exchange(port, `${method} ${target} HTTP/1.1\r\n${head}\r\n`))
}

function readAnswer(bytes: Buffer): Answer {
  const end = bytes.indexOf('\r\n\r\n')
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(
      lines.map((line) => [line.replace(/:.*/, '').toLowerCase(), line.replace(/^[^:]*: /, '')]),
    ),
    body: bytes.subarray(end + 4),
  }
}

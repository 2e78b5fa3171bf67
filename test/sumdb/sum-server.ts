import { formatSignerKey, parseSignerKey } from '../../src/tlog/signer.ts'
import { formatVerifierKey } from '../../src/tlog/verifier.ts'
import { checksumDatabase, type ChecksumDatabase } from '../scripts/registry/checksum-database.ts'
import { webServer, type WebServer } from '../web-server.ts'

/** The name of the databases of these tests. */
export const sumName = 'sum.test'
export const signerKey = formatSignerKey(sumName, Buffer.alloc(32, 1), 1)
/** A key of the same name that nobody trusts. */
export const strangerKey = formatSignerKey(sumName, Buffer.alloc(32, 2), 1)
export const verifierKey = formatVerifierKey(parseSignerKey(signerKey))

/** What a database answers to a path such as `/latest`: a body, a status without one, or undefined for 404. */
export type SumAnswer = string | Uint8Array | number | undefined

/** A checksum database on loopback, which may be made to lie. */
export interface SumServer extends WebServer {
  /** What it has. Takes in what it is asked for, unless that contains `missing`. */
  database: ChecksumDatabase
  /** Alters what it answers. */
  change: (path: string, answer: SumAnswer) => SumAnswer
  /** The paths that were asked for since this was last called. */
  readonly news: () => string[]
}

/** A hash that stands for the content of a module. */
export function sumOf(text: string): string {
  return `h1:${Buffer.from(text.padEnd(32).slice(0, 32)).toString('base64')}`
}

/** The record of `path@version`, unescaped. */
export function recordOf(module: string): string {
  const [path = '', version = ''] = module.split('@')
  return `${path} ${version} ${sumOf(`zip ${module}`)}\n${path} ${version}/go.mod ${sumOf(`mod ${module}`)}\n`
}

/** So many modules: `m0.test/x@v1.0.0`, `m1.test/x@v1.0.0` … */
export function manyModules(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `m${n}.test/x@v1.0.0`)
}

/** The record of a module, unless its name contains `missing`. */
function recordUnlessMissing(module: string): string | undefined {
  return module.includes('missing') ? undefined : recordOf(module)
}

/** A database that has these modules, in this order, and takes in what it is asked for. */
export function sumDatabaseOf(
  modules: readonly string[],
  key = signerKey,
  record: (module: string) => string | undefined = recordUnlessMissing,
): ChecksumDatabase {
  return checksumDatabase(key, record, modules)
}

/** Starts a database that has these modules. */
export async function sumServer(modules: readonly string[]): Promise<SumServer> {
  let told = 0
  const web = await webServer((request, response) => {
    const path = (request.url ?? '').replace(`/sumdb/${sumName}/`, '/')
    const answer = server.change(path, honest(path))
    if (typeof answer === 'number') response.writeHead(answer).end('no')
    else
      response.writeHead(answer === undefined ? 404 : 200).end(answer ?? 'not found: no such thing')
  })
  function honest(path: string): SumAnswer {
    if (path === '/supported') return ''
    try {
      return server.database.answer(path)
    } catch {
      return undefined
    }
  }
  const server: SumServer = {
    ...web,
    database: sumDatabaseOf(modules),
    change: (_, answer) => answer,
    news() {
      const found = web.asked.slice(told).map((line) => line.replace('GET ', ''))
      told = web.asked.length
      return found
    },
    [Symbol.asyncDispose]: () => web[Symbol.asyncDispose](),
  }
  return server
}

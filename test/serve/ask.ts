/** An answer, read to its end. */
export interface Taken {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  /** The bytes as UTF-8. */
  readonly text: string
}

/** What may differ from a plain GET. */
export interface AskOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** After which nobody answers any more: a test fails then, and does not hang. */
const patienceMs = 60_000

/** Asks a server for a path, without following redirects, and reads the whole answer. */
export async function ask(
  server: { readonly url: string },
  path: string,
  options: AskOptions = {},
): Promise<Taken> {
  const signal = AbortSignal.timeout(patienceMs)
  const response = await fetch(`${server.url}/${path}`, { redirect: 'manual', signal, ...options })
  const bytes = Buffer.from(await response.arrayBuffer())
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    text: bytes.toString(),
  }
}

/** The files of a version below a module's path, in the order in which `go` asks for them. */
export function filesOf(module: string, version: string): string[] {
  return ['info', 'mod', 'zip'].map((extension) => `${module}/@v/${version}.${extension}`)
}

/** Asks for several paths at once. */
export function askAll(
  server: { readonly url: string },
  paths: readonly string[],
): Promise<Taken[]> {
  return Promise.all(paths.map((path) => ask(server, path)))
}

import { Failure } from '../../failure.ts'
import { packIndex, type PackIndex } from './pack-index.ts'
import type { PlainFiles } from './plain-files.ts'
import type { ObjectFormat } from './refs.ts'

/** The packs of a server of plain files. */
export interface PlainPacks {
  /**
   * The name of a pack that has an object, and was not brought yet; undefined where none has. Asks for the list of packs
   * once, and for indexes until one has it.
   *
   * @throws Failure of `PlainFiles.get`; `unreachable` (at `repository`) when an index is none, `refused` for too many
   */
  packOf(hash: string): Promise<string | undefined>
  /**
   * Asks for a whole pack; the bytes are to be checked.
   *
   * @throws Failure of `PlainFiles.get`; `unreachable` (at `repository`) when it is not there
   */
  bring(name: string): Promise<AsyncIterable<Uint8Array>>
}

/** Bytes of all indexes together: those of two million objects. */
const maxIndexes = 64 * 1024 * 1024
const maxList = 1024 * 1024

/** Source: gitrepository-layout(5), "objects/info/packs"; git's `http.c`, `http_get_info_packs` */
const packLine = /^P (pack-(?:[0-9a-f]{40}|[0-9a-f]{64}))\.pack$/gm

/** Reads the packs of one repository, for one occasion. */
export function plainPacks(files: PlainFiles, format: ObjectFormat): PlainPacks {
  const indexes = new Map<string, PackIndex>()
  const brought = new Set<string>()
  let unread: string[] | undefined
  let indexBytes = 0
  let last: Promise<unknown> = Promise.resolve()

  async function names(): Promise<string[]> {
    const body = await files.get('objects/info/packs')
    const list = body ? (await whole(body, maxList, 'list of packs')).toString('latin1') : ''
    return [...new Set([...list.matchAll(packLine)].map(([, name = '']) => name))]
  }

  async function readIndex(name: string): Promise<void> {
    const body = await files.get(`objects/pack/${name}.idx`)
    if (!body) return // packed anew since the list was made
    const bytes = await whole(body, maxIndexes - indexBytes, 'indexes of packs')
    indexBytes += bytes.length
    const index = packIndex(bytes, format === 'sha1' ? 20 : 32)
    if (!index) throw unusable(files.url, `the index of ${name} is none`)
    indexes.set(name, index)
  }

  async function whole(
    body: AsyncIterable<Uint8Array>,
    maxBytes: number,
    what: string,
  ): Promise<Buffer> {
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of body) {
      size += chunk.length
      if (size > maxBytes) {
        const text = `Cannot read objects of ${files.url}: its ${what} have too many bytes`
        throw new Failure('refused', text, { url: files.url, at: 'repository' })
      }
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  }

  const known = (hash: string): string | undefined =>
    [...indexes].find(([name, index]) => !brought.has(name) && index.has(hash))?.[0]

  async function packOf(hash: string): Promise<string | undefined> {
    unread ??= await names()
    for (;;) {
      const name = known(hash)
      if (name !== undefined) return name
      const next = unread.shift()
      if (next === undefined) return undefined
      await readIndex(next)
    }
  }

  return {
    packOf(hash) {
      // One after the other: what one question reads answers the next.
      const turn = last.then(() => packOf(hash))
      last = turn.catch(() => {})
      return turn
    },
    async bring(name) {
      brought.add(name)
      const body = await files.get(`objects/pack/${name}.pack`)
      if (!body) throw unusable(files.url, `the server has the index of ${name}, and not that pack`)
      return body
    },
  }
}

function unusable(url: string, why: string): Failure {
  const text = `Cannot read objects of ${url}: ${why}`
  return new Failure('unreachable', text, { url, at: 'repository' })
}

import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'

/** What git keeps: a kind, and bytes. */
export interface GitObject {
  readonly type: 'commit' | 'tree' | 'blob' | 'tag'
  readonly content: Uint8Array
}

/** An entry of a tree, with any mode and name. */
export interface TreeLine {
  readonly mode: string
  readonly name: string | Uint8Array
  /** 40 hex. */
  readonly hash: string
}

const types = { commit: 1, tree: 2, blob: 3, tag: 4 } as const

/** The name of an object, 40 hex. */
export function nameOf({ type, content }: GitObject): string {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex')
}

export const blob = (text: string | Uint8Array): GitObject => ({
  type: 'blob',
  content: Buffer.from(text),
})

/** A tree with its entries as they are given, in whatever order. */
export function tree(lines: readonly TreeLine[]): GitObject {
  const parts = lines.flatMap(({ mode, name, hash }) => [
    Buffer.from(`${mode} `),
    Buffer.from(name),
    Buffer.of(0),
    Buffer.from(hash, 'hex'),
  ])
  return { type: 'tree', content: Buffer.concat(parts) }
}

/** A commit of 2020-01-02 03:04:05 UTC, without parents. */
export function commit(treeHash: string, message = 'x\n'): GitObject {
  const by = 'A <a@example.com> 1577934245 +0000'
  const text = `tree ${treeHash}\nauthor ${by}\ncommitter ${by}\n\n${message}`
  return { type: 'commit', content: Buffer.from(text) }
}

/** A pack of whole objects. Source: gitformat-pack(5) */
export function packOf(objects: readonly GitObject[]): Buffer {
  return sealed(
    objects.length,
    objects.map(({ type, content }) => entry(types[type], content)),
  )
}

/** A pack of entries made by {@link entry}. */
export function sealed(count: number, entries: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat([packHead(count), ...entries])
  return Buffer.concat([body, createHash('sha1').update(body).digest()])
}

/** What a pack begins with. */
export function packHead(count: number): Buffer {
  const head = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1')
  head.writeUInt32BE(count, 8)
  return head
}

/**
 * An entry of a pack.
 *
 * @param base for a difference: what stands between its head and its content
 */
export function entry(type: number, content: Uint8Array, base: readonly number[] = []): Buffer {
  return Buffer.concat([entryHead(type, content.length), Buffer.from(base), deflateSync(content)])
}

/** The head of an entry that unpacks to `size` bytes. */
export function entryHead(type: number, size: number): Buffer {
  const rest = size < 16 ? [] : inSevens(Math.floor(size / 16))
  return Buffer.from([(type << 4) | (size % 16) | (rest.length > 0 ? 128 : 0), ...rest])
}

/** A number in groups of 7 bits, the lowest first. */
export function inSevens(number: number): number[] {
  return number < 128 ? [number] : [(number % 128) | 128, ...inSevens(Math.floor(number / 128))]
}

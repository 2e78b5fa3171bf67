/** An entry for {@link makeTar}. */
export interface TarFixture {
  readonly name: string | Uint8Array
  /** Absent for a directory. */
  readonly content?: string | Uint8Array
  readonly symlink?: string
}

/** A tar as `git archive` lays it out, for tests: a pax global header, pax paths above 100 bytes. */
export function makeTar(entries: readonly TarFixture[]): Buffer {
  const blocks = [
    block('pax_global_header', 'g', paxRecord('comment', Buffer.from('0'.repeat(40)))),
  ]
  for (const { name, content, symlink } of entries) {
    const bytes = Buffer.from(name as Uint8Array)
    const isLong = bytes.length > 100
    if (isLong) blocks.push(block('0123.paxheader', 'x', paxRecord('path', bytes)))
    const shown = isLong ? '0123.data' : bytes
    const type = symlink === undefined ? (content === undefined ? '5' : '0') : '2'
    blocks.push(block(shown, type, Buffer.from((content ?? '') as Uint8Array)))
  }
  const length = blocks.reduce((sum, { length }) => sum + length, 0)
  return Buffer.concat([...blocks, Buffer.alloc(10240 - (length % 10240) + 1024)])
}

/** A header block and its padded body. */
export function block(name: string | Uint8Array, type: string, body: Uint8Array): Buffer {
  const header = Buffer.alloc(512)
  header.set(Buffer.from(name as Uint8Array))
  header.write('0000644\0' + '0000000\0'.repeat(2), 100)
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('14371573570\0', 136)
  header.write(type, 156)
  header.write('ustar\x0000', 257)
  seal(header)
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)])
}

/** Writes the checksum that a changed header needs. */
export function seal(header: Buffer): void {
  header.write('        ', 148)
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(7, '0')}\0`, 148)
}

/** One record of a pax header; its length counts itself. */
export function paxRecord(key: string, value: Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')])
  let length = rest.length + 1
  while (String(length).length + rest.length !== length) length += 1
  return Buffer.concat([Buffer.from(String(length)), rest])
}

/** The bytes in chunks of `size`. */
export async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

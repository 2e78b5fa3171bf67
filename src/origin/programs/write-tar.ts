/** A file or symbolic link to put into a tar. */
export interface TarItem {
  /** As it is to be stored; without NUL. */
  readonly name: Uint8Array
  readonly kind: 'file' | 'symlink'
  /** Bytes of the body; 0 for a link. */
  readonly size: number
  /** Exactly `size` bytes. */
  readonly body: AsyncIterable<Uint8Array>
}

const block = 512

/**
 * Writes a tar item by item; names longer than 100 bytes and bodies of 8 GiB or more get an extended header.
 *
 * @throws Error when a body has not the size that was announced
 *
 * Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header Block"
 */
export async function* writeTar(items: AsyncIterable<TarItem>): AsyncGenerator<Uint8Array> {
  for await (const { name, kind, size, body } of items) {
    const records = [
      ...(name.length > 100 ? [paxRecord('path', name)] : []),
      ...(size >= 8 ** 11 ? [paxRecord('size', Buffer.from(String(size)))] : []),
    ]
    if (records.length > 0) {
      const extended = Buffer.concat(records)
      yield header(Buffer.from('extended'), 'x', extended.length)
      yield padded(extended)
    }
    yield header(name.subarray(0, 100), kind === 'file' ? '0' : '2', size)
    let left = size
    for await (const chunk of body) {
      left -= chunk.length
      if (left < 0) break
      yield chunk
    }
    if (left !== 0) throw new Error(`${String(name)} has not the ${size} bytes it was said to have`)
    yield Buffer.alloc(gap(size))
  }
  yield Buffer.alloc(2 * block)
}

function header(name: Uint8Array, type: string, size: number): Buffer {
  const bytes = Buffer.alloc(block)
  bytes.set(name)
  bytes.write('0000644\0' + '0000000\0'.repeat(2), 100)
  bytes.write(`${(size % 8 ** 11).toString(8).padStart(11, '0')}\0`, 124)
  bytes.write('00000000000\0', 136)
  bytes.write('        ', 148)
  bytes.write(type, 156)
  bytes.write('ustar\x0000', 257)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return bytes
}

/** Its length counts its own digits. */
function paxRecord(key: string, value: Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')])
  let length = rest.length + 1
  while (String(length).length + rest.length > length) length += 1
  return Buffer.concat([Buffer.from(String(length)), rest])
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(gap(bytes.length))])
}

const gap = (size: number): number => (block - (size % block)) % block

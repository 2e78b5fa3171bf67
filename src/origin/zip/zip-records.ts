/** What the headers of one zip entry say. */
export interface ZipRecord {
  /** UTF-8. */
  readonly name: Buffer
  readonly method: 'stored' | 'deflated'
  /** True when the sizes and the CRC follow the data, in a descriptor. */
  readonly described: boolean
  readonly crc: number
  /** Bytes in the zip. */
  readonly packed: number
  /** Bytes of the file. */
  readonly size: number
}

const UINT16_MAX = 0xffff
const UINT32_MAX = 0xffffffff

// The fields that the local and the central header share: version, flags, method, time and date (all
// zero, as x/mod writes them), CRC, sizes, lengths of name and extra field.
function shared(record: ZipRecord, isLocal: boolean): Buffer {
  const fields = Buffer.alloc(26)
  const late = isLocal && record.described
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(flags(record), 2)
  fields.writeUInt16LE(record.method === 'stored' ? 0 : 8, 4)
  fields.writeUInt32LE(late ? 0 : record.crc, 10)
  fields.writeUInt32LE(late ? 0 : record.packed, 14)
  fields.writeUInt32LE(late ? 0 : record.size, 18)
  fields.writeUInt16LE(record.name.length, 22)
  return fields
}

function flags({ name, described }: ZipRecord): number {
  const isAscii = name.every((byte) => byte < 0x80)
  return (described ? 0x0008 : 0) | (isAscii ? 0 : 0x0800)
}

/** The header before the data of an entry. Source: APPNOTE.TXT 4.3.7 */
export function localHeader(record: ZipRecord): Buffer {
  return Buffer.concat([Buffer.from('PK\x03\x04'), shared(record, true), record.name])
}

/** What follows the data of a described entry. Source: APPNOTE.TXT 4.3.9 */
export function dataDescriptor({ crc, packed, size }: ZipRecord): Buffer {
  const fields = Buffer.alloc(16)
  fields.write('PK\x07\x08', 'latin1')
  fields.writeUInt32LE(crc, 4)
  fields.writeUInt32LE(packed, 8)
  fields.writeUInt32LE(size, 12)
  return fields
}

/** The header of an entry in the directory of the zip. Source: APPNOTE.TXT 4.3.12 */
export function centralHeader(record: ZipRecord, offset: number): Buffer {
  const madeBy = Buffer.from([20, 0])
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([
    Buffer.from('PK\x01\x02'),
    madeBy,
    shared(record, false),
    rest,
    record.name,
  ])
}

/**
 * The end of a zip whose directory has `count` entries and `size` bytes from `offset` on; with the
 * zip64 records when the plain one cannot hold these. Source: APPNOTE.TXT 4.3.14 to 4.3.16
 */
export function endRecords(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(Math.min(count, UINT16_MAX), 8)
  end.writeUInt16LE(Math.min(count, UINT16_MAX), 10)
  end.writeUInt32LE(Math.min(size, UINT32_MAX), 12)
  end.writeUInt32LE(Math.min(offset, UINT32_MAX), 16)
  const fits = count < UINT16_MAX && size < UINT32_MAX && offset < UINT32_MAX
  return fits ? end : Buffer.concat([zip64EndRecords(count, size, offset), end])
}

function zip64EndRecords(count: number, size: number, offset: number): Buffer {
  const records = Buffer.alloc(56 + 20)
  records.write('PK\x06\x06', 'latin1')
  records.writeBigUInt64LE(44n, 4)
  records.writeUInt16LE(45, 12)
  records.writeUInt16LE(45, 14)
  records.writeBigUInt64LE(BigInt(count), 24)
  records.writeBigUInt64LE(BigInt(count), 32)
  records.writeBigUInt64LE(BigInt(size), 40)
  records.writeBigUInt64LE(BigInt(offset), 48)
  records.write('PK\x06\x07', 56, 'latin1')
  records.writeBigUInt64LE(BigInt(offset + size), 64)
  records.writeUInt32LE(1, 72)
  return records
}

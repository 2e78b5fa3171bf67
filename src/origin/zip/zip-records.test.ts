import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fromBufferPromise } from 'yauzl'

import { centralHeader, endRecords, localHeader, type ZipRecord } from './zip-records.ts'

const record: ZipRecord = {
  name: Buffer.from('a'),
  method: 'stored',
  described: false,
  crc: 0,
  packed: 0,
  size: 0,
}

test('endRecords() counts files, in zip64 records when the plain one cannot', async () => {
  const local = localHeader(record)
  const central = centralHeader(record, 0)
  for (const count of [0, 1, 0xfffe, 0xffff, 0x10000, 0x12345]) {
    const directory = Buffer.alloc(count * central.length, central)
    const end = endRecords(count, directory.length, local.length)
    assert.equal(end.length, count < 0xffff ? 22 : 98)
    const zip = await fromBufferPromise(Buffer.concat([local, directory, end]), {
      lazyEntries: true,
    })
    assert.equal(zip.entryCount, count)
    assert.equal(zip.readEntryCursor, local.length)
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../failure.ts'
import { folderFailure } from './folder-failure.ts'

const system = (code: string) => Object.assign(new Error(`${code}: no`), { code, syscall: 'open' })
const sqlite = (errcode: number) =>
  Object.assign(new Error('no'), { code: 'ERR_SQLITE_ERROR', errcode })

void test('folderFailure() explains what the system or SQLite has against a folder', () => {
  for (const [error, code, reason] of [
    [system('EACCES'), 'invalid', /this user may not read and write there/],
    [system('EPERM'), 'invalid', /this user may not read and write there/],
    [system('EROFS'), 'invalid', /its file system can only be read/],
    [system('EIO'), 'invalid', /: EIO: no$/],
    [system('ENOSPC'), 'no-space', /the disk is full/],
    [system('EMFILE'), 'invalid', /no more files can be opened/],
    [sqlite(5), 'invalid', /its database stays locked/],
    [sqlite(8), 'invalid', /this user may not write headwater\.db, or its file system can/],
    [sqlite(1032), 'invalid', /its file system can only be read/], // SQLITE_READONLY_DBMOVED
    [sqlite(778), 'invalid', /its disk does not read or write/], // SQLITE_IOERR_WRITE
    [sqlite(14), 'invalid', /is not a file that this user may open/],
    [sqlite(11), 'invalid', /is damaged/],
    [sqlite(13), 'no-space', /the disk is full/],
  ] as const) {
    const failure = folderFailure(error, '/data')
    assert.ok(Failure.is(failure, code), String(failure))
    assert.match(failure.message, /^Cannot open the data folder \/data: /)
    assert.match(failure.message, reason)
    assert.equal(failure.cause, error)
    assert.notEqual(failure.details.hint, undefined)
  }
})

void test('folderFailure() leaves failures and bugs as they are', () => {
  for (const error of [new Failure('unsupported', 'Too new'), new TypeError('x'), sqlite(1), 'x']) {
    assert.equal(folderFailure(error, '/data'), error)
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSize } from './size.ts'

test('parseSize() gives bytes', () => {
  for (const [text, bytes] of [
    [0, 0],
    [1_048_576, 1_048_576],
    ['0', 0],
    ['1048576', 1_048_576],
    ['12B', 12],
    ['1kB', 1000],
    ['1KB', 1000],
    ['1KiB', 1024],
    ['64MiB', 67_108_864],
    ['64 MiB', 67_108_864],
    ['1MB', 1_000_000],
    ['1GB', 1_000_000_000],
    ['4GiB', 4_294_967_296],
    ['1.5GiB', 1_610_612_736],
    ['1TiB', 1_099_511_627_776],
  ] as const) {
    assert.equal(parseSize(text), bytes, String(text))
  }
})

test('parseSize() throws a RangeError naming the text when it is no size', () => {
  for (const text of [
    '',
    'MiB',
    '-1',
    '64M',
    '64mib',
    '1  MB',
    '1MBs',
    'lots',
    '0x10',
    -1,
    1.5e300,
  ]) {
    assert.throws(() => parseSize(text), { name: 'RangeError' }, String(text))
  }
})

test('parseSize() refuses what is less than the smallest, and names that', () => {
  assert.equal(parseSize('1KiB', 1024), 1024)
  for (const [min, least] of [
    [2 ** 20, /at least "1MiB"/],
    [2 ** 10, /at least "1KiB"/],
    [1001, /at least "1001B"/],
  ] as const) {
    assert.throws(() => parseSize(1000, min), { name: 'RangeError', message: least })
  }
})

test('parseSize() refuses what is not exact in a number', () => {
  assert.throws(() => parseSize('9999999TiB'), /too large/)
})

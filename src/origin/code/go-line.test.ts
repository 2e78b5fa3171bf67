import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { Failure } from '../../failure.ts'
import { checkGoLine, newestKnownGo } from './go-line.ts'

const goMod = (lines: string) => Buffer.from(`module a.test/m\n\n${lines}\n`)

suite('checkGoLine()', () => {
  const fine: readonly string[] = [
    '',
    'go 1',
    'go 1.9',
    'go 1.24.3',
    `go ${newestKnownGo}`,
    `go ${newestKnownGo}rc1`,
    `go ${newestKnownGo}.5`,
    'go 1.21 // go 1.99',
    '// go 1.99',
    'go 1.21\ngo 1.99',
    'go 1.21\ntoolchain go1.99.0',
    'toolchain go1.99.0',
    'go 1.99-x',
    'go v1.99',
    'go go1.99',
    'go 1.099',
    'go "1.99"',
    'go latest',
    'go1.99',
    'go',
  ]
  for (const lines of fine) {
    test(`takes a go.mod when its lines are ${JSON.stringify(lines)}`, () => {
      checkGoLine('a.test/m@v1.0.0', goMod(lines))
    })
  }

  test('takes a module when it has no go.mod', () => {
    checkGoLine('a.test/m@v1.0.0', undefined)
  })

  for (const [lines, said] of [
    ['go 1.28', '1.28'],
    ['go 1.28rc1', '1.28rc1'],
    ['go 1.99', '1.99'],
    ['go 1.99.1\ntoolchain go1.21.0', '1.99.1'],
    ['\tgo\t1.99 // indeed', '1.99'],
    ['go 1.123456789012345678901234567890', '1.123456789012345678901234567890'],
    ['go 2', '2'],
    ['go 1.99\ngo 1.21', '1.99'],
  ] as const) {
    test(`refuses a go.mod and says what to do when its lines are ${JSON.stringify(lines)}`, () => {
      assert.throws(
        () => checkGoLine('a.test/m@v1.0.0', goMod(lines)),
        (error) => {
          assert.ok(Failure.is(error, 'unsupported'))
          assert.ok(error.message.includes(`a.test/m@v1.0.0: its go.mod says "go ${said}"`))
          assert.ok(error.message.endsWith(`end with Go ${newestKnownGo}`))
          assert.match(error.details.hint ?? '', /^Update Headwater/)
          return true
        },
      )
    })
  }

  test('ends where the documentation says', async () => {
    const docs = join(import.meta.dirname, '../../../docs/serving.md')
    assert.ok((await readFile(docs, 'utf8')).includes(`the rules known here (${newestKnownGo})`))
  })
})

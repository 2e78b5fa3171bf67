import assert from 'node:assert/strict'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../../test/forge/temporary-folder.ts'
import { ownMessages } from './own-messages.ts'

/** What is taken for a message about `w/`, a workspace of `w/a`, beside which there are `outside.go` and a link. */
async function taken(output: string): Promise<string[]> {
  await using folder = await temporaryFolder('messages')
  const top = join(folder.path, 'w')
  for (const name of ['w/a/sub/x.go', 'w/a/with space.go', 'outside.go', 'w/b/other.go']) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true })
    await writeFile(join(folder.path, name), '')
  }
  await symlink(join(folder.path, 'outside.go'), join(top, 'a/link.go'))
  const mains = [{ path: 'corp.example/a', folder: join(top, 'a') }]
  const place = { folder: top, name: 'svc/w/go.work', work: join(top, 'go.work'), mains }
  const told = await ownMessages(output.replaceAll('TOP', top), place)
  return told.map(({ file, line, text }) => `${file} ${line} ${text}`)
}

const rows: readonly [what: string, output: string, told: readonly string[]][] = [
  ['a compiler', '# p\na/sub/x.go:3:13: cannot use it', ['svc/w/a/sub/x.go 3 cannot use it']],
  ['go vet', 'vet: ./a/sub/x.go:3:1: no', ['svc/w/a/sub/x.go 3 no']],
  ['one without a column', 'a/sub/x.go:3: no', ['svc/w/a/sub/x.go 3 no']],
  ['one that names the whole path', 'TOP/a/sub/x.go:3:1: no', ['svc/w/a/sub/x.go 3 no']],
  ['a name with a space', 'a/with space.go:1:1: no', ['svc/w/a/with space.go 1 no']],
  [
    'two lines',
    'a/sub/x.go:3:1: no:\n\thave ()\n\twant (int)',
    ['svc/w/a/sub/x.go 3 no: have () want (int)'],
  ],
  ['a file that is not there', 'a/sub/y.go:3:1: no', []],
  ['a file outside', '../outside.go:1:1: no\na/../../outside.go:1:1: no', []],
  ['a file of no main module', 'b/other.go:1:1: no', []],
  ['a link', 'a/link.go:1:1: no', []],
  ['a folder', 'a/sub:1:1: no', []],
  ['no line', 'a/sub/x.go:0:1: no\na/sub/x.go: no', []],
  ['a control character', 'a/sub/x.go:1:1: \u001b[31mno', ['svc/w/a/sub/x.go 1 ‹1B›[31mno']],
  ['a NUL', 'a/sub/x.go\0:1:1: no', []],
]

for (const [what, output, told] of rows) {
  test(`ownMessages() of ${what}`, async () => assert.deepEqual(await taken(output), told))
}

test('ownMessages() takes no more than ten, and no more of one than fits', async () => {
  const many = Array.from({ length: 40 }, (_, line) => `a/sub/x.go:${line}:1: no`)
  assert.equal((await taken(many.join('\n'))).length, 10)
  const [long = ''] = await taken(`a/sub/x.go:1:1: ${'x'.repeat(2000)}`)
  assert.ok(long.length < 600)
  const colons = `${':1'.repeat(300_000)}\n`
  assert.deepEqual(await taken(colons), [])
})

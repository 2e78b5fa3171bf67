import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCommand, replaceCommand, unnamed } from './commands.ts'

const folders: [folder: string | undefined, go: string][] = [
  [undefined, 'go get a.test/m@v1'],
  ['svc/a', 'go -C svc/a get a.test/m@v1'],
  ['with space', "go -C 'with space' get a.test/m@v1"],
  ['$(touch x)`y`;"z"', 'go -C \'$(touch x)`y`;"z"\' get a.test/m@v1'],
  ["it's", String.raw`go -C 'it'\''s' get a.test/m@v1`],
  ['-exec', 'go -C ./-exec get a.test/m@v1'],
  ['~root', "go -C '~root' get a.test/m@v1"],
]

for (const [folder, go] of folders) {
  test(`getCommand() for the folder ${folder}`, () => {
    const move = { place: { folder, mayLack: false }, modules: ['a.test/m@v1'] }
    assert.equal(getCommand([move], false), go)
  })
}

test('getCommand() tidies, and goes on where a module may lack others of its workspace', () => {
  const moves = ['a', 'b'].map((folder) => ({
    place: { folder, mayLack: folder === 'b' },
    modules: ['m@v1', 'n@v2'],
  }))
  assert.equal(
    getCommand(moves, true),
    'go -C a get m@v1 n@v2 && go -C a mod tidy && go -C b get m@v1 n@v2 && go -C b mod tidy -e',
  )
})

test('getCommand() edits go.mod where go get would fail', () => {
  const place = { folder: 'a', mayLack: false, isEdited: true }
  assert.equal(
    getCommand([{ place, modules: ['m@v1', 'n@v2'] }], false),
    'go -C a mod edit -require=m@v1 -require=n@v2',
  )
})

test('replaceCommand() puts the line where it counts', () => {
  const replaces = [
    { folder: undefined, file: 'mod' },
    { folder: 'ws', file: 'work' },
  ] as const
  assert.equal(
    replaceCommand({ path: 'a.test/m', version: '' }, 'b.test/m@v1', { replaces }),
    'go mod edit -replace=a.test/m=b.test/m@v1 && go mod tidy && go -C ws work edit -replace=a.test/m=b.test/m@v1',
  )
})

test('commands are named for ten places, and words for the rest', () => {
  const moves = Array.from({ length: 13 }, (_, index) => ({
    place: { folder: `f${index}`, mayLack: false },
    modules: ['m@v1'],
  }))
  assert.equal(getCommand(moves, false).split(' && ').length, 10)
  assert.equal(unnamed(moves), ' (so in 3 more folders)')
  assert.equal(unnamed(moves.slice(3)), '')
})

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { shellWord } from './shell-word.ts'

const texts = [
  '',
  'a',
  'sarif=out/a.sarif',
  "it's",
  '*',
  '~',
  '$HOME `id` "\\',
  'a b\nc',
  '-é',
  '#',
]

test('shellWord() is one word, which a shell takes as it is', () => {
  const script = `printf '%s\\0' ${texts.map(shellWord).join(' ')}`
  const output = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
  assert.deepEqual(output.split('\0').slice(0, -1), texts)
})

test('shellWord() leaves alone what needs no quotes', () => {
  assert.equal(shellWord('./a-b_c@v1.0.0+d,e:f%20=g'), './a-b_c@v1.0.0+d,e:f%20=g')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFilePath } from './file-path.ts'
import { InvalidError } from './invalid-error.ts'

const valid = ['go.mod', 'a/b/c.go', '.gitignore', '.github/x.yml', '-x', '-', 'a/-b', 'LICENSE']
valid.push('x~1', 'x~1.go', '~', 'conx', 'com0', 'com10', 'x.con', 'LPT', 'con_', 'a b', ' ', ' a ')
valid.push(
  'é.go',
  '日本語/文.go',
  'Ünïcode',
  'ﬀ',
  '\u212a',
  '𝔘',
  'a..b',
  '..a',
  'a+b',
  'a@b',
  'a!b',
)
valid.push('!#$%&()+,-.=@[]^_{}~', '{{x}}', 'a,b', 'ªº', 'con\u0131')

test('checkFilePath() takes the files that a module zip may hold', () => {
  for (const path of valid) assert.doesNotThrow(() => checkFilePath(path), path)
})

const invalid = ['', '/', '/a', 'a/', 'a//b', '.', '..', 'a/..', './a', '...', 'a.', 'a./b', 'a/b.']
invalid.push('a\\b', 'a:b', 'a*b', 'a?b', 'a"b', "a'b", 'a<b', 'a>b', 'a|b', 'a`b', 'a;b', 'a\tb')
invalid.push('a\nb', 'a\0', '\x7f', 'con', 'CON', 'Con.go', 'aux.tar.gz', 'a/nul/b', 'prn.', 'com1')
invalid.push(
  'COM9.x',
  'lpt1',
  'LPT9.c',
  'e\u0301',
  '☺',
  '😀',
  'a\u200bb',
  '\u00a0',
  '\u2028',
  '²',
  '٣',
)
invalid.push('\ufffd', '\ufeff', '\ud800', 'a\udc00', '\ue000')

test('checkFilePath() throws when a path cannot be in a module zip', () => {
  for (const path of invalid) {
    assert.throws(() => checkFilePath(path), InvalidError, JSON.stringify(path))
  }
})

test('checkFilePath() quotes what it was given', () => {
  assert.throws(() => checkFilePath('a/b\n.go'), {
    message: 'Invalid file path "a/b\\n.go": element "b\\n.go" has a character that is not allowed',
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineOf, tomlLines } from './toml-lines.ts'

const document = `# a comment = 1
listen = "x"

private = [
  "a", # ]
  '''not ] the end''',
]
note = """
[outbound]
fake = 1
"""
dotted.key = 1
inline = { a = 1, b = { c = 2 } }

[outbound]
allow = []
"quoted key" = 1

[outbound.deeper]
x = 1

[[rewrite]]
from = "a"
[[rewrite]]
to = "b"

[[rewrite.sub]]
y = 1
`

test('lineOf() finds where each value starts', () => {
  const lines = tomlLines(document)
  for (const [path, line] of [
    [['listen'], 2],
    [['private'], 4],
    [['private', 1], 4],
    [['note'], 8],
    [['dotted', 'key'], 12],
    [['inline', 'b', 'c'], 13],
    [['outbound'], 15],
    [['outbound', 'allow'], 16],
    [['outbound', 'quoted key'], 17],
    [['outbound', 'missing'], 15],
    [['outbound', 'deeper', 'x'], 20],
    [['rewrite'], 22],
    [['rewrite', 0, 'from'], 23],
    [['rewrite', 0, 'to'], 22],
    [['rewrite', 1], 24],
    [['rewrite', 1, 'to'], 25],
    [['rewrite', 1, 'sub', 0, 'y'], 28],
    [['nowhere'], undefined],
  ] as const) {
    assert.equal(lineOf(lines, path), line, path.join('.'))
  }
})

test('tomlLines() takes files with CRLF, without a last line feed, and empty ones', () => {
  assert.equal(lineOf(tomlLines('a = 1\r\n\r\nb = [\r\n1\r\n]\r\nc = 2'), ['c']), 6)
  assert.equal(tomlLines('').size, 0)
})

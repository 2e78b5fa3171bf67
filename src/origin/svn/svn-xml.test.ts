import assert from 'node:assert/strict'
import { test } from 'node:test'
import { svnRevision } from './svn-revision.ts'
import { parseSvnList, parseSvnLog } from './svn-xml.ts'

const log = (date: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<log>\n<logentry\n   revision="12">\n<author>&lt;date&gt;</author>\n${date}\n</logentry>\n</log>\n`

test('parseSvnLog() reads number and date, and nothing when there is none', () => {
  const date = '2024-01-02T10:20:30.861368Z'
  assert.deepEqual(parseSvnLog(log(`<date>${date}</date>`)), { number: 12, date })
  assert.equal(parseSvnLog(log('')), undefined)
  assert.equal(parseSvnLog('<log>\n</log>'), undefined)
})

for (const [date, exact] of [
  ['2024-01-02T10:20:30.861368Z', '2024-01-02T10:20:30.861368Z'],
  ['2024-01-02T10:20:30.120000Z', '2024-01-02T10:20:30.12Z'],
  ['2024-01-02T10:20:30.000000Z', '2024-01-02T10:20:30Z'],
  ['2024-01-02T10:20:00Z', '2024-01-02T10:20:00Z'],
] as const) {
  test(`svnRevision() tells ${date} as Go does`, () => {
    const revision = svnRevision(log(`<date>${date}</date>`), 'https://x.test/', '12')
    assert.equal(revision.exactTime, exact)
    assert.equal(revision.time.toISOString(), `${date.slice(0, 19)}.000Z`)
    assert.equal(revision.short, '000000000012')
    assert.equal(revision.ref, '12')
  })
}

const entry = (kind: string, name: string) =>
  `<entry\n   kind="${kind}">\n<name>${name}</name>\n<size>7</size>\n<commit revision="1"></commit>\n</entry>`

test('parseSvnList() reads the files, whatever their names', () => {
  const xml = [
    entry('file', 'a &amp; b/&lt;c&gt;&#13;&quot;'),
    entry('dir', 'd'),
    entry('file', 'é'),
  ]
  assert.deepEqual(parseSvnList(`<list path="x">${xml.join('')}</list>`), [
    { name: 'a & b/<c>\r"', size: 7 },
    { name: 'é', size: 7 },
  ])
})

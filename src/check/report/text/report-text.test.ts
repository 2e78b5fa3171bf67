import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Failure } from '../../../failure.ts'
import { judge } from '../../../verify/judge/judge.ts'
import type { Look, Observations } from '../../../verify/judge/observation.ts'
import { quietReport, textReport } from './report-text.ts'
import { summaryOf } from '../build-report.ts'
import type { Outcome } from '../../outcome.ts'
import type { TextStyle } from './text-layout.ts'
import { speaksUtf8, widthFor } from './text-layout.ts'
import { adviceOn } from '../../way-out/way-out.ts'

const at = Date.parse('2026-11-22T10:00:00Z')
const narrow: TextStyle = { width: 80, utf8: true, color: false, verbose: false }
const wide: TextStyle = { ...narrow, width: 120 }

function judged(name: string, seen: Observations, version = 'v1.0.0'): Outcome {
  const path = `github.com/acme/${name}`
  const subject = {
    path,
    version,
    scope: name === 'graph' ? 'graph' : 'build',
    requiredBy: [],
    at: { file: 'go.mod', line: 7, indirect: name === 'deep' },
    goSum: 'h1:known=',
    goModSum: 'h1:mod=',
  } as const
  const repository = { vcs: 'git', url: `https://${path}` }
  const verdict = judge(subject, { ...seen, repository }, false)
  const failure = seen.look.kind === 'failed' ? seen.look.failure : undefined
  const candidate = { kind: 'readable', version: 'v1.0.1' } as const
  const facts = { host: 'github.com', candidate, ...(failure && { failure }) }
  const last = seen.again ?? seen.look
  return {
    subject,
    verdict,
    notices: [],
    host: 'github.com',
    repository,
    ...(last.kind === 'found' && { found: last, ...(last.origin && { origin: last.origin }) }),
    advice: adviceOn(subject, verdict, facts),
  }
}

function found(zipSum: string): Look {
  return {
    kind: 'found',
    at,
    version: 'v1.0.0',
    zipSum,
    goModSum: 'h1:mod=',
    origin: { Hash: '91ac07d'.padEnd(40, '0') },
  }
}

function failed(failure: Failure): Look {
  return { kind: 'failed', at, failure }
}

const noTag = failed(new Failure('not-found', 'no tag v1.0.0', { at: 'ref' }))
const slow = failed(
  new Failure('throttled', 'x', { at: 'repository', status: 429, retryAfter: 3600 }),
)
const fine = judged('fine', { look: found('h1:known=') })
const moved = judged('moved', { look: found('h1:other=') })
const gone = judged('gone', { look: noTag, again: noTag })
const doubtful = judged('doubtful', { look: noTag })
const throttled = judged('busy', { look: slow })

function report(all: readonly Outcome[], style: TextStyle, exit = 0, name = 'corp.example/ledger') {
  const summary = summaryOf(all)
  const hosts = { 'github.com': { requests: 1214, bytes: 2_400_000 } }
  const facts = {
    name,
    kind: 'project',
    judged: all,
    summary,
    hosts,
    exit,
    millis: 41_200,
    isUnderWay: false,
  } as const
  return textReport(facts, style)
}

test('textReport() is one quiet paragraph when all is fine', () => {
  assert.equal(
    report([fine, fine], narrow),
    `headwater check  corp.example/ledger  2 modules, 1 repository, content

All 2 modules would build from upstream, byte for byte.
0 changed  0 lost  0 undetermined  0 fragile  2 ok
41 s, 1,214 requests and 2.4 MB to 1 host                                 exit 0
`,
  )
})

test('textReport() puts the loudest last, codes at the right edge and commands on lines of their own', () => {
  assert.equal(
    report([moved, fine, gone], narrow, 1),
    `headwater check  corp.example/ledger  3 modules, 3 repositories, content

LOST     github.com/acme/gone v1.0.0                                version-gone
  saw      no tag v1.0.0 (2 looks)                                (corroborated)
  path     you, go.mod:7
  way out  v1.0.1 exists upstream, and can be read
    go get github.com/acme/gone@v1.0.1

CHANGED  github.com/acme/moved v1.0.0                              version-moved
  saw      the tag names other content than go.sum does, at commit 91ac07d
                                                                  (corroborated)
  go.sum   h1:known=
  upstream h1:other= DIFFERENT
  path     you, go.mod:7
  way out  v1.0.1 exists upstream, and can be read
    go get github.com/acme/moved@v1.0.1
  never    delete go.sum or the line in it: it alone remembers the content you
           had

2 of 3 modules are no longer what you depend on.
1 changed  1 lost  0 undetermined  0 fragile  1 ok
41 s, 1,214 requests and 2.4 MB to 1 host                                 exit 1
`,
  )
})

test('textReport() uses the room of a wide terminal', () => {
  const lines = report([gone], wide, 1).split('\n')
  assert.equal(lines[0], 'headwater check  corp.example/ledger  1 module, level content')
  assert.match(
    lines[2] ?? '',
    /^LOST {5}github\.com\/acme\/gone v1\.0\.0 +version-gone, corroborated$/,
  )
  assert.equal(lines[2]?.length, 120)
  assert.equal(lines[3], '  saw      no tag v1.0.0 (2 looks)')
  assert.equal(lines.at(-2)?.length, 120)
})

test('textReport() says that it has no answer, and why, when something is undetermined', () => {
  const text = report([throttled, doubtful, fine], narrow, 3)
  assert.equal(
    text.slice(text.indexOf('UNDETERMINED'), text.indexOf('41 s')),
    `UNDETERMINED  1 module on github.com                                   throttled
  saw      git 429
  for      github.com/acme/busy v1.0.0
  next     ask again after 11:00 UTC
UNDETERMINED  github.com/acme/doubtful v1.0.0             suspected version-gone
  saw      no tag v1.0.0
  path     you, go.mod:7
  next     look again after 10:15 UTC

No answer yet for 2 of 3 modules. This is not a clean result.
0 changed  0 lost  2 undetermined  0 fragile  1 ok
`,
  )
  assert.doesNotMatch(text, /byte for byte/)
})

test('textReport() has one block for a repository and one for a host', () => {
  const more = ['v1.0.1', 'v1.0.2'].map((version) =>
    judged('gone', { look: noTag, again: noTag }, version),
  )
  const busy = judged('other', { look: slow })
  const text = report([gone, ...more, throttled, busy], narrow, 3)
  assert.match(text, /^UNDETERMINED {2}2 modules, 2 repositories on github\.com +throttled$/m)
  assert.match(
    text,
    /^ {2}saw {6}git 429\n {2}for {6}github\.com\/acme\/busy v1\.0\.0 and 1 more$/m,
  )
  assert.match(
    text,
    /^LOST {5}github\.com\/acme\/gone v1\.0\.0 and 2 more versions +version-gone$/m,
  )
  assert.match(text, /^ {2}also {5}github\.com\/acme\/gone v1\.0\.2$/m)
  assert.equal(text.match(/^LOST/gm)?.length, 1)
})

test('textReport() shortens the quietest blocks when there are more than 20', () => {
  const many = Array.from({ length: 25 }, (_, index) =>
    judged(`gone${index}`, { look: noTag, again: noTag }),
  )
  const text = report([...many, moved], narrow, 1)
  assert.equal(text.match(/^ {2}saw/gm)?.length, 20)
  assert.equal(text.match(/^LOST/gm)?.length, 25)
  assert.match(text, /in full: headwater check --json/)
})

test('textReport() says how many zips were hashed when that is not all that is ok', () => {
  const look: Look = { kind: 'found', at, version: 'v1.0.0', goModSum: 'h1:mod=' }
  const graph = judged('graph', { look })
  assert.match(report([graph, fine, fine], narrow), /^0 changed .* {2}3 ok \(2 hashed\)$/m)
  assert.match(report([moved, fine, graph], narrow, 1), / {2}2 ok \(1 hashed\)$/m)
  assert.match(report([moved, fine], narrow, 1), / {2}1 ok$/m)
})

test('textReport() says that requests under way are not counted when there are some', () => {
  const summary = summaryOf([])
  const facts = { name: 'm', kind: 'project', judged: [], summary, exit: 3, millis: 900 } as const
  const some = { 'a.test': { requests: 1, bytes: 7 } }
  assert.match(
    textReport({ ...facts, hosts: some, isUnderWay: true }, narrow),
    /^1 s, 1 request and 7 B to 1 host; requests under way are not counted +exit 3\n$/m,
  )
  assert.match(
    textReport({ ...facts, hosts: {}, isUnderWay: true }, narrow),
    /^1 s, no request has ended; requests under way are not counted +exit 3\n$/m,
  )
})

test('textReport() never claims to have compared what go.sum does not know', () => {
  const { goSum: _, goModSum: __, ...subject } = fine.subject
  assert.doesNotMatch(report([{ ...fine, subject }], narrow), /byte for byte/)
  assert.match(report([{ ...fine, subject }, fine], narrow), /1 of them is not in go\.sum/)
})

const hostile = '\u001b]8;;x\u0007\u202e\n::error::x'

suite('textReport() keeps text from outside harmless', () => {
  const look = failed(new Failure('not-found', hostile, { at: 'ref' }))
  const bad = judged('bad', { look, again: look })
  for (const [what, style] of Object.entries({
    'UTF-8': narrow,
    ASCII: { ...narrow, utf8: false },
  })) {
    test(`textReport() escapes what a server says when the terminal is ${what}`, () => {
      const text = report([bad], { ...style, verbose: true }, 1, hostile)
      assert.doesNotMatch(text, /[^\n\P{Control}]|\u202e/u)
      assert.doesNotMatch(text, /^\s*::/m)
      if (!style.utf8) assert.match(text, /^[\n -~]*$/)
    })
  }
})

test('textReport() colours the first word only, and only if it may', () => {
  const text = report([gone], { ...narrow, color: true }, 1)
  assert.equal(text.split('\u001b[').length, 5)
  const word = '\u001b[1m\u001b[31mLOST\u001b[39m\u001b[22m     github'
  assert.ok(text.includes(`\n${word}`))
})

test('textReport() needs no more than ASCII when there is no UTF-8', () => {
  const deep = judged('deep', { look: noTag, again: noTag })
  assert.match(report([deep], narrow, 1), /path {5}you → … \(indirect, go\.mod:7\)/)
  assert.match(
    report([deep], { ...narrow, utf8: false }, 1),
    /path {5}you -> \.\.\. \(indirect, go\.mod:7\)/,
  )
})

test('quietReport() has a line for each finding and for what has no answer, and none when all is fine', () => {
  assert.equal(quietReport([fine], narrow), '')
  assert.equal(
    quietReport([moved, fine, gone, doubtful], narrow),
    `undetermined suspected tentative github.com/acme/doubtful v1.0.0
lost version-gone corroborated github.com/acme/gone v1.0.0
changed version-moved corroborated github.com/acme/moved v1.0.0
`,
  )
})

test('widthFor() keeps within 72 and 120, and is 80 without a terminal', () => {
  assert.deepEqual([40, 90, 400, undefined].map(widthFor), [72, 90, 120, 80])
})

test('speaksUtf8() follows LC_ALL, LC_CTYPE and LANG, in this order', () => {
  assert.equal(speaksUtf8({}), false)
  assert.equal(speaksUtf8({ LANG: 'de_DE.UTF-8' }), true)
  assert.equal(speaksUtf8({ LANG: 'C.utf8', LC_ALL: 'C' }), false)
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { manyOf, moduleOf, reportOf, seen } from '../reports.test-data.ts'
import { findings, throttled, withBaseline } from '../samples.test-data.ts'
import { quietReport, textReport } from './report-text.ts'
import { speaksUtf8, widthFor, type TextStyle } from './text-layout.ts'

const narrow: TextStyle = { width: 80, utf8: true, color: false, verbose: false }
const wide: TextStyle = { ...narrow, width: 120 }

const fine = moduleOf('github.com/acme/fine', 'verified')
const goneOf = (version: string) =>
  moduleOf(`github.com/acme/gone@${version}`, 'version-gone', {
    requiredAt: { file: 'go.mod', line: 7, indirect: false },
    paths: { shortest: [[]], more: 0 },
    verdict: { evidence: [seen('git', 'no such tag'), seen('git', 'no such tag')] },
    advice: [{ label: 'way out', text: 'v1.0.9 can be read', command: 'go get gone@v1.0.9' }],
  })
const gone = goneOf('v1.0.0')
const busyOf = (name: string) =>
  moduleOf(`github.com/acme/${name}`, 'throttled', { verdict: { evidence: [seen('git', '429')] } })
const doubtful = moduleOf('github.com/acme/doubtful', 'suspected', {
  verdict: {
    evidence: [seen('git', 'no such tag')],
    suspect: { code: 'version-gone', looks: 1, since: '', next: '' },
  },
})
const moved = moduleOf('github.com/acme/moved', 'version-moved')

/** The lines of a block, without the empty one below it. */
function block(text: string, start: string): string[] {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.startsWith(start))
  return lines.slice(at, lines.indexOf('', at))
}

test('textReport() shows a finding as a block, with its command on a line of its own', () => {
  assert.deepEqual(block(textReport(reportOf([gone, fine]), narrow), 'LOST'), [
    'LOST     github.com/acme/gone v1.0.0                                version-gone',
    '  saw      no such tag (2 looks)                                  (corroborated)',
    '  path     you, go.mod:7',
    '  way out  v1.0.9 can be read',
    '    go get gone@v1.0.9',
  ])
})

test('textReport() says of what it has no answer, beside what it found', () => {
  const text = textReport(reportOf([busyOf('busy'), doubtful, gone, fine]), narrow)
  assert.deepEqual(block(text, 'UNDETERMINED'), [
    'UNDETERMINED  1 module on github.com                                   throttled',
    '  saw      429 for github.com/acme/busy v1.0.0',
    'UNDETERMINED  github.com/acme/doubtful v1.0.0             suspected version-gone',
    '  saw      no such tag',
  ])
  assert.match(text, /^1 of 4 modules is no longer what you depend on\.\nNo answer yet for 2 of 4/m)
  assert.doesNotMatch(text, /byte for byte/)
})

test('textReport() has one block for a repository and one for a host', () => {
  const all = [gone, goneOf('v1.0.1'), goneOf('v1.0.2'), busyOf('a'), busyOf('b')]
  const text = textReport(reportOf(all), narrow)
  assert.match(text, /^UNDETERMINED {2}2 modules, 2 repositories on github\.com +throttled$/m)
  assert.match(
    text,
    /^LOST {5}github\.com\/acme\/gone v1\.0\.0 and 2 more versions +version-gone$/m,
  )
  assert.match(text, /^ {2}also {5}github\.com\/acme\/gone v1\.0\.2\n {4}go get gone@v1\.0\.9$/m)
  assert.equal(text.match(/^LOST/gm)?.length, 1)
})

test('textReport() lists all of a host, what is fragile and all that was seen when asked to', () => {
  const verbose = { ...narrow, verbose: true }
  assert.match(
    textReport(reportOf([busyOf('a'), busyOf('b')]), verbose),
    /^ {2}also {5}github\.com\/acme\/b v1\.0\.0$/m,
  )
  const text = textReport(findings, verbose)
  assert.match(
    text,
    /^ {2}archived {9}github\.com\/pkg\/errors v0\.9\.1\n {19}read-only since 2021$/m,
  )
  assert.match(text, /^ {2}look {5}2026-11-22T10:00:00\.000Z page https:.*cel-go: 404$/m)
  assert.match(text, /^ {2}upstream {4}h1:Qm4Z.*= {3}DIFFERENT$/m)
  assert.doesNotMatch(textReport(findings, narrow), /pkg\/errors|look /)
})

test('textReport() leaves what is fragile out of an incomplete report, but counts it', () => {
  assert.doesNotMatch(textReport(throttled, narrow), /^FRAGILE/m)
  assert.match(textReport(throttled, { ...narrow, verbose: true }), /^FRAGILE/m)
})

test('textReport() shows what is accepted, and says so wherever it is counted', () => {
  const text = textReport(withBaseline, wide)
  assert.deepEqual(
    block(text, 'LOST     vbom')[1],
    '  accepted to 2027-01-31: docker/cli drops it next year',
  )
  assert.match(
    text,
    /^3 of 251 modules are no longer what you depend on, 2 of them new, 1 of them accepted\.$/m,
  )
  assert.match(text, /^1 changed {2}2 lost \(1 accepted\) {2}0 undetermined {2}4 fragile/m)
  assert.match(text, /^CHANGED .* version-moved, corroborated, new$/m)
  assert.ok(text.indexOf('vbom.ml') < text.indexOf('github.com/google/cel-go'))
})

test('textReport() is about the whole run when what has no answer is accepted', () => {
  const accepted = { reason: 'internal', until: null }
  const text = textReport(reportOf([{ ...busyOf('a'), accepted }, fine]), narrow)
  assert.match(text, /^No answer for 1 of 2 modules, which is accepted\.$/m)
  assert.match(text, /^ {2}accepted for good: internal$/m)
})

test('textReport() shortens the quietest blocks when there are more than 20', () => {
  const many = manyOf(25, 'github.com', 'repo-gone')
  const text = textReport(reportOf([...many, moved]), narrow, 'report.html')
  assert.equal(text.match(/^ {2}saw/gm)?.length, 20)
  assert.equal(text.match(/^LOST/gm)?.length, 25)
  assert.match(text, /^ {2}in full: report\.html$/m)
  assert.match(text, /^CHANGED/m)
})

test('textReport() has what is built with last, behind what only the graph needs', () => {
  const graph = { scope: 'graph' } as const
  const all = [
    moduleOf('github.com/acme/a@v1.0.0', 'repo-gone', graph),
    moduleOf('github.com/acme/a@v1.0.1', 'repo-gone'),
    moduleOf('github.com/acme/b', 'commit-gone', graph),
    moduleOf('github.com/acme/c', 'repo-gone', graph),
  ]
  const names = [...textReport(reportOf(all), narrow).matchAll(/^LOST +\S+\/(\S+)/gm)]
  assert.deepEqual(
    names.map(([, name]) => name),
    ['c', 'b', 'a'],
  )
})

function pathsOf(...modules: Parameters<typeof reportOf>[0]): readonly string[] {
  return textReport(reportOf(modules), narrow).match(/^ {2}path .*$/gm) ?? []
}

test('textReport() says where only go.mod files are needed', () => {
  const requiredAt = { file: 'go.mod', line: 5, indirect: true }
  const needed = { scope: 'graph', requiredAt } as const
  const graph = moduleOf('github.com/acme/a@v1.0.0', 'repo-gone', needed)
  const other = moduleOf('github.com/acme/a@v1.0.1', 'repo-gone', needed)
  const built = { ...other, scope: 'build' } as const
  assert.match(pathsOf(graph)[0] ?? '', /; only its go\.mod is needed$/)
  assert.match(pathsOf(graph, other)[0] ?? '', /; only their go\.mod files are needed$/)
  assert.doesNotMatch(pathsOf(graph, built)[0] ?? '', /needed/)
})

test('textReport() says how it knows that all is fine when not all was hashed', () => {
  const graph = { ...fine, sum: { ...fine.sum, upstream: null } }
  assert.match(
    textReport(reportOf([graph, fine, fine]), narrow),
    / 3 ok \(2 hashed, 1 go\.mod only\)$/m,
  )
  assert.match(textReport(reportOf([fine, fine]), narrow), / 2 ok$/m)
  assert.match(textReport(reportOf([moved, fine, graph]), narrow), / 2 ok$/m)
})

test('textReport() says that requests under way are not counted when there are some', () => {
  const some = { 'a.test': { requests: 1, bytes: 7 } }
  const left = '; requests under way are not counted'
  assert.match(
    textReport(reportOf([], { requests: { hosts: some, underWay: true } }), narrow),
    new RegExp(String.raw`^41 s, 1 request and 7 B to 1 host${left} +exit 0\n$`, 'm'),
  )
  assert.match(
    textReport(reportOf([], { requests: { hosts: {}, underWay: true } }), narrow),
    new RegExp(String.raw`^41 s, no request has ended${left} +exit 0\n$`, 'm'),
  )
})

test('textReport() never claims to have compared what go.sum does not know', () => {
  const sum = { ...fine.sum, goSum: null, goMod: { ...fine.sum.goMod, goSum: null } }
  const unknown = { ...fine, sum }
  assert.doesNotMatch(textReport(reportOf([unknown]), narrow), /byte for byte/)
  assert.match(textReport(reportOf([unknown, fine]), narrow), /1 of them is not in go\.sum/)
})

const hostile = '\u001b]8;;x\u0007\u202e\n::error::x'

suite('textReport() keeps text from outside harmless', () => {
  const accepted = { reason: hostile, until: hostile }
  const evidence = [seen(hostile, hostile, { url: `https://a.test/${hostile}` })]
  const paths = { shortest: [[hostile]], more: 0 }
  const advice = [{ label: 'way out', text: hostile, command: hostile }] as const
  const notices = [{ code: 'retracted', text: hostile }]
  const bad = { ...moved, verdict: { ...moved.verdict, evidence }, paths, advice, notices }
  const difference = {
    files: [{ name: hostile, added: 1, removed: 1 }],
    differing: 1,
    of: 1,
    goCode: true,
  }
  const all = [
    bad,
    { ...gone, accepted },
    { ...bad, path: hostile, version: hostile, difference },
    { ...busyOf('a'), host: hostile },
    { ...busyOf(hostile), verdict: { ...busyOf('a').verdict, evidence } },
  ]
  for (const [what, style] of Object.entries({
    narrow,
    wide,
    ASCII: { ...narrow, utf8: false },
    verbose: { ...wide, verbose: true },
  })) {
    test(`textReport() escapes it, ${what}`, () => {
      const text = textReport(reportOf(all, { name: hostile }), style, hostile)
      assert.doesNotMatch(text, /[^\n\P{Control}]|\u202e/u)
      assert.doesNotMatch(text, /^\s*::/m)
      if (!style.utf8) assert.match(text, /^[\n -~]*$/)
    })
  }
})

test('textReport() colours the first word only, and only if it may', () => {
  const text = textReport(reportOf([gone]), { ...narrow, color: true })
  assert.equal(text.split('\u001b[').length, 5)
  assert.ok(text.includes('\n\u001b[1m\u001b[31mLOST\u001b[39m\u001b[22m     github'))
})

const escape = '\u001b'

test('textReport() links module names and the URLs of evidence, and only if it may', () => {
  const style = { ...wide, links: true, verbose: true }
  const text = textReport(findings, style)
  const name = 'github.com/adrg/xdg'
  const link = `\u001b]8;;https://${name}\u001b\\${name}\u001b]8;;\u001b\\`
  assert.ok(text.includes(`CHANGED  ${link} v0.5.1`))
  assert.ok(text.includes('page \u001b]8;;https://github.com/google/cel-go\u001b\\https://'))
  const plain = text.replaceAll(new RegExp(`${escape}\\]8;;[^${escape}]*${escape}\\\\`, 'g'), '')
  assert.equal(plain, textReport(findings, { ...style, links: false }))
})

test('textReport() needs no more than ASCII when there is no UTF-8', () => {
  const text = textReport(findings, { ...narrow, utf8: false })
  assert.match(text, /path {5}you -> corp\.example\/cli-kit v1\.8\.0$/m)
  assert.match(text, /^[\n -~]*$/)
})

test('quietReport() has a line for each finding and for what has no answer, but not for what is accepted', () => {
  const accepted = { reason: 'x', until: null }
  const all = [moved, fine, { ...goneOf('v1.0.1'), accepted }, gone, doubtful]
  assert.equal(
    quietReport(reportOf(all), narrow),
    `undetermined suspected tentative github.com/acme/doubtful v1.0.0
lost version-gone corroborated github.com/acme/gone v1.0.0
changed version-moved corroborated github.com/acme/moved v1.0.0
`,
  )
})

test('quietReport() has a line for whatever fails the check', () => {
  const rules = { failOn: ['recreated'], allowIncomplete: false }
  const modules = (['recreated', 'redirected'] as const).map((code) =>
    moduleOf(`github.com/acme/${code}`, code),
  )
  assert.match(
    quietReport(reportOf(modules, { rules }), narrow),
    /^fragile recreated tentative github\.com\/acme\/recreated \S+\n$/,
  )
})

test('textReport() has what is new after what the baseline knows, and leads a block with what is built with', () => {
  const modules = [
    moduleOf('a.test/new', 'version-gone', { news: 'new', scope: 'graph' }),
    moduleOf('z.test/old@v1.0.0', 'version-gone', { news: 'known', scope: 'graph' }),
    moduleOf('z.test/old@v1.1.0', 'version-gone', { news: 'known', scope: 'build' }),
  ]
  const blocks = textReport(reportOf(modules), narrow).matchAll(/^LOST +(\S+ \S+)/gm)
  assert.deepEqual(
    [...blocks].map(([, name]) => name),
    ['z.test/old v1.1.0', 'a.test/new v1.0.0'],
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

test('textReport() calls nothing fine when not all modules are known', () => {
  const text = textReport(reportOf([fine], { complete: false, exit: 3 }), narrow)
  assert.match(text, /^Not all modules are known, .* read\.\nThis is not a clean result\.$/m)
  assert.doesNotMatch(text, /byte for byte/)
})

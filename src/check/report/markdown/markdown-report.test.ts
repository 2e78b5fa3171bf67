import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { brokenModule, builtReport, failedStep } from '../builds.test-data.ts'
import { attacks, hostileReport } from '../hostile.test-data.ts'
import { manyOf, moduleOf, reportOf } from '../reports.test-data.ts'
import { fine, findings, throttled, withBaseline } from '../samples.test-data.ts'
import { cellCode, codeSpan } from './code-span.ts'
import { markdownReport } from './markdown-report.ts'

const rendered = (markdown: string): string =>
  micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })

test('markdownReport() opens with the sentence and the counts, and lists findings loudest first', () => {
  const vbom = 'vbom.ml/util v0.0.0-20180919145318-efcd4e0f9787'
  assert.deepEqual(markdownReport(findings).split('\n').slice(0, 7), [
    '### 3 of 251 modules are no longer what you depend on',
    '**1 changed · 2 lost · 0 undetermined** · 4 fragile · 244 ok · level content · exit 1',
    '',
    '| | Module | Seen | Way out |',
    '|---|---|---|---|',
    '| **Changed** `version-moved` | `github.com/adrg/xdg v0.5.1`<br>`go.mod:41` | the tag names other content than go.sum and the public log; `README.md` differs | `go get github.com/adrg/xdg@v0.5.2` |',
    '| **Lost** `repo-gone` | `github.com/google/cel-go v0.29.0`<br>`go.mod:97` | git 401, page 404, control 200; gone since 10 Sep, confirmed | `go get k8s.io/apiserver@v0.37.0 && go mod tidy` |',
  ])
  assert.ok(markdownReport(withBaseline).includes(`accepted to \`2027-01-31\` | \`${vbom}\``))
  assert.match(markdownReport(withBaseline), /^\| \*\*Changed\*\* `version-moved` \*\*new\*\* /m)
})

test('markdownReport() opens with what has no answer, and why, and calls nothing fine then', () => {
  for (const report of [throttled, reportOf([...throttled.modules, ...findings.modules])]) {
    const text = markdownReport(report)
    assert.match(text, /^### No answer yet for 32 of \d+ modules\n/)
    assert.match(
      text,
      /^- \*\*Undetermined\*\* `throttled`: 31 modules, 22 repositories on `github\.com`; /m,
    )
    assert.match(text, /these`; next: `again after 10:52 UTC/)
    assert.doesNotMatch(text, /\bfine\b|byte for byte/i)
  }
})

test('markdownReport() is short when all is well', () => {
  const text = markdownReport(fine)
  assert.match(text, /^### All 312 modules would build from upstream, byte for byte\n/)
  assert.doesNotMatch(text, /\| Module \|/)
})

suite('markdownReport() has no room for what others write', () => {
  for (const attack of attacks) {
    test(`markdownReport() of ${JSON.stringify(attack.slice(0, 40))}`, () => {
      const markdown = markdownReport(hostileReport(attack))
      const html = rendered(markdown)
      assert.doesNotMatch(markdown, /[^\n\P{Control}]|[\u202e\u200b]/u)
      const outside = html.replaceAll(/<code>[^<]*<\/code>/g, '')
      assert.doesNotMatch(outside, /evil|alert|pwned|deadbeef|everyone|xxxx|<a|<img|<script|error/)
      const tags = new Set([...outside.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag))
      const ours = new Set([
        'h3',
        'p',
        'strong',
        'table',
        'thead',
        'tbody',
        'tr',
        'th',
        'td',
        'br',
        'ul',
        'li',
        'details',
        'summary',
      ])
      assert.deepEqual(
        [...tags].filter((tag) => !ours.has(tag ?? '')),
        [],
      )
      for (const [row] of html.matchAll(/<tr>[^]*?<\/tr>/g)) {
        assert.equal(row.match(/<t[hd]/g)?.length, 4)
      }
    })
  }
})

suite('markdownReport() keeps within its limit, and says first what it left out', () => {
  const many = [
    ...manyOf(4000, 'github.com', 'repo-gone'),
    ...manyOf(3000, 'gitlab.com', 'redirected'),
    ...manyOf(2000, 'git.sr.ht', 'throttled'),
    moduleOf('a.test/moved', 'version-moved'),
  ]
  const report = reportOf(many)
  test('of an issue', () => {
    const text = markdownReport(report, 'issue')
    assert.ok(text.length <= 60_000 && text.length > 50_000, String(text.length))
    assert.match(
      text,
      /^### .* \(cut to fit: [\d,]+ findings, .*3,000 fragile modules, .* left out\)\n/,
    )
    assert.match(text, /a\.test\/moved/)
    assert.match(text, /\*\*1 changed · 4,000 lost/)
  })
  test('of a summary', () => {
    const long = 'x'.repeat(400)
    const wide = reportOf(
      Array.from({ length: 4000 }, (_, index) => moduleOf(`a.test/${index}/${long}`, 'repo-gone')),
    )
    const bytes = Buffer.byteLength(markdownReport(wide))
    assert.ok(bytes <= 900_000 && bytes > 800_000, String(bytes))
    assert.doesNotMatch(markdownReport(findings), /cut to fit/)
  })
})

test('codeSpan() has a fence that is longer than any inside', () => {
  assert.equal(codeSpan('a'), '`a`')
  assert.equal(codeSpan('a``b`'), '``` a``b` ```')
  assert.equal(codeSpan(''), '')
  assert.equal(cellCode('a|b'), String.raw`\`a\|b\``.replaceAll('\\`', '`'))
})

test('markdownReport() tells which command of go failed, and what it said', () => {
  const text = markdownReport(builtReport([brokenModule]))
  assert.match(text, /^### go build failed: a module does not compile\n/)
  assert.match(
    text,
    /^- \*\*Build\*\* `build-failed`: `go build .* does not compile \(github\.com\/acme\/x@v1\.0\.0\)`\n {2}- `# github.com\/acme\/x`\n {2}- `github.com\/acme\/x@v1.0.0\/a.go:3:5: no c`$/m,
  )
  const long = markdownReport(builtReport([failedStep({ output: 'x\n'.repeat(20) })]))
  assert.match(long, /^ {2}- and 8 more lines$/m)
})

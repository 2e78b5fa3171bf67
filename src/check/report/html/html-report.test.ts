import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { HtmlValidate } from 'html-validate'
import { brokenModule, builtReport, ownVet } from '../builds.test-data.ts'
import { attacks, hostileReport } from '../hostile.test-data.ts'
import { manyOf, reportOf } from '../reports.test-data.ts'
import { fine, findings, movedAlone, throttled, withBaseline } from '../samples.test-data.ts'
import { tangle } from '../tangle.test-data.ts'
import { htmlReport } from './html-report.ts'

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
  rules: { 'long-title': 'off' },
})

async function complaints(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html)
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${ruleId} in line ${line}: ${message}`),
  )
}

/** The text of a page, without tags, style and spaces that do not show. */
function textOf(html: string): string {
  return html
    .replace(/<style>[^]*<\/style>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

suite('htmlReport() is valid HTML that loads, runs and asks nothing', () => {
  const samples = {
    fine,
    findings,
    movedAlone,
    throttled,
    withBaseline,
    tangle,
    empty: reportOf([]),
    partial: reportOf([], { complete: false }),
  }
  for (const [name, report] of Object.entries(samples)) {
    test(`htmlReport() of ${name}`, async () => {
      const html = htmlReport(report)
      assert.deepEqual(await complaints(html), [])
      assert.match(
        html,
        /content="default-src (?:'|&#39;)none(?:'|&#39;); style-src (?:'|&#39;)unsafe-inline/,
      )
      assert.doesNotMatch(
        html,
        /<script|<img|<link|<iframe|\son\w+=|style="|url\(|@import|javascript:/i,
      )
      for (const [tag] of html.matchAll(/<a [^>]*href="http[^>]*>/g)) {
        assert.match(tag, /rel="noreferrer nofollow noopener"/)
      }
    })
  }
})

test('htmlReport() begins with the sentence, how complete it is, and the exit code', () => {
  const text = textOf(htmlReport(findings))
  assert.match(
    text,
    /3 of 251 modules are no longer what you depend on\. 1 was changed under the same name and 2 are lost \. Nothing is undetermined, so this answer is complete\. Exit code 1 \. Changed 1 /,
  )
  assert.ok(text.indexOf('How they reach you') < text.indexOf('Findings'))
  assert.ok(
    text.indexOf('adrg/ xdg v0.5.1', text.indexOf('Findings')) <
      text.indexOf('Fragile', text.indexOf('Findings')),
  )
})

test('htmlReport() begins with a frame that says so when something has no answer', () => {
  const html = htmlReport(throttled)
  const main = html.slice(html.indexOf('<main'))
  assert.match(
    main,
    /^<main id="main">\s*<div class="wrap">\s*<div class="open">\s*<div>\s*<h1>No answer yet for 32 of 251 modules\. This is not a clean result\.<\/h1>/,
  )
  assert.match(textOf(main), /31 modules, 22 repositories on github\.com Seen: 401/)
  assert.match(htmlReport(reportOf([], { complete: false })), /<h1>Not all modules are known/)
  assert.doesNotMatch(htmlReport(findings), /class="open"/)
})

test('htmlReport() tells of a changed version who witnesses what, what differs, what to do and what never to do', () => {
  const text = textOf(htmlReport(findings))
  assert.match(text, /upstream now h1:Qm4Z\S+= differs 91ac07d , 20 Nov/)
  assert.match(text, /README\.md \+2 -1 # xdg -go get/)
  assert.match(
    text,
    /Way out: v0\.5\.2 verifies go get github\.com\/adrg\/xdg@v0\.5\.2 Never delete go\.sum/,
  )
  assert.match(text, /Proved Or: github\.com\/cel-expr\/cel-go has the same code/)
})

test('htmlReport() tells what is new, known and accepted', () => {
  const text = textOf(htmlReport(withBaseline))
  assert.match(text, /Lost 2 1 new, 1 in the baseline, 1 accepted/)
  assert.match(text, /Accepted to 2027-01-31: docker\/cli drops it next year/)
})

test('htmlReport() draws the paths to findings, and says where to cut', () => {
  const html = htmlReport(tangle)
  assert.match(html, /<svg\s+class="wide"[^>]*role="img"/)
  assert.match(html, /best cut: 12 findings fewer/)
  assert.match(htmlReport(findings), />v0\.37\.0 no longer needs it</)
  assert.doesNotMatch(htmlReport(movedAlone), /How they reach you/)
})

test('htmlReport() is at most 16 kB as it is sent', () => {
  for (const report of [findings, withBaseline, throttled, fine]) {
    const { length } = brotliCompressSync(htmlReport(report))
    assert.ok(length <= 16_000, `${length} bytes`)
  }
})

test('htmlReport() lists 2,000 modules, and says where the others are', () => {
  const html = htmlReport(
    reportOf([...manyOf(300, 'a.test', 'repo-gone'), ...manyOf(4700, 'b.test', 'verified')]),
  )
  const all = html.slice(html.indexOf('id="all"'))
  assert.equal(all.slice(0, all.indexOf('</table>')).match(/<tr>/g)?.length, 2001)
  assert.match(
    textOf(all),
    /The other 3,000 are in the JSON report: headwater check -o json=report\.json/,
  )
  assert.equal(html.match(/<article/g)?.length, 200)
})

suite('htmlReport() shows what others write, and obeys none of it', () => {
  for (const attack of attacks) {
    test(`htmlReport() of ${JSON.stringify(attack.slice(0, 40))}`, async () => {
      const html = htmlReport(hostileReport(attack))
      assert.deepEqual(await complaints(html), [])
      assert.doesNotMatch(html, /[^\n\P{Control}]|[\u202e\u200b]/u)
      assert.doesNotMatch(html, /<script|<img|<a [^>]*href="(?!https?:|#)/)
    })
  }
})

test('htmlReport() tells what go said of a build that failed', () => {
  const text = textOf(htmlReport(builtReport([brokenModule, ownVet])))
  assert.match(text, /^ *The build failed · corp\.example\/ledger/)
  assert.match(text, /Build go1\.26\.1 build-failed go build \.\/\.\.\. go build/)
  assert.match(text, /github\.com\/acme\/x@v1\.0\.0\/a\.go:3:5: no c/)
  assert.match(text, /vet-failed go vet/)
  assert.match(textOf(htmlReport(builtReport(null))), /^ *Not built · /)
})

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { findings, fine, movedAlone, throttled } from '../samples.test-data.ts'
import { quietReport, textReport } from './report-text.ts'
import type { TextStyle } from './text-layout.ts'

const style: TextStyle = { width: 80, utf8: true, color: false, verbose: false }
const golden = (name: string): string => readFileSync(`test/check/golden/${name}.txt`, 'utf8')

suite('textReport() is what is agreed upon', () => {
  for (const [name, report] of Object.entries({ fine, findings, throttled, moved: movedAlone })) {
    for (const width of [80, 120]) {
      test(`textReport() of ${name} in ${width} columns`, () => {
        assert.equal(textReport(report, { ...style, width }), golden(`${name}.${width}`))
      })
    }
  }
})

test('quietReport() is what is agreed upon', () => {
  assert.equal(quietReport(findings, style), golden('quiet'))
  assert.equal(quietReport(fine, style), '')
})

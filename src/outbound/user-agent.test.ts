import assert from 'node:assert/strict'
import { test } from 'node:test'
import { userAgent } from './user-agent.ts'

const page = 'https://go.corp.example'
const mail = 'mailto:ops@corp.example'

for (const [publicUrl, contact, expected] of [
  [undefined, undefined, 'Headwater/1.2.3 (Go module mirror)'],
  [undefined, mail, 'Headwater/1.2.3 (Go module mirror; mailto:ops@corp.example)'],
  [page, undefined, 'Headwater/1.2.3 (Go module mirror; +https://go.corp.example/-/robot)'],
  [
    page,
    mail,
    'Headwater/1.2.3 (Go module mirror; +https://go.corp.example/-/robot; mailto:ops@corp.example)',
  ],
  [
    `${page}/(a)\\b`,
    'mailto:öps\r\n@x',
    'Headwater/1.2.3 (Go module mirror; +https://go.corp.example/%28a%29%5Cb/-/robot; mailto:%C3%B6ps%0D%0A@x)',
  ],
] as const) {
  test(`userAgent() names the program, its page and whom to ask: ${expected}`, () => {
    assert.equal(userAgent('1.2.3', { publicUrl, contact }), expected)
  })
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { userAgent } from './user-agent.ts'

test('userAgent() names the program, and whom to ask', () => {
  assert.equal(userAgent('1.2.3', undefined), 'Headwater/1.2.3 (Go module mirror)')
  assert.equal(
    userAgent('1.2.3', 'mailto:ops@corp.example'),
    'Headwater/1.2.3 (Go module mirror; +mailto:ops@corp.example)',
  )
})

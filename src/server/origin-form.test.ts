import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isCheck } from './check/take-checks.ts'
import { hookNamed } from './hooks/take-hooks.ts'
import { isIndex } from './index/take-index.ts'
import { originForm, pathIn } from './origin-form.ts'

test('originForm() takes scheme and host off, whatever their case', () => {
  for (const start of ['', 'http://go.corp.example:3000', 'HTTPS://GO.CORP.EXAMPLE']) {
    assert.equal(originForm(`${start}/a/http://b?c`), '/a/http://b?c')
  }
  assert.equal(originForm('http://go.corp.example?a'), '?a')
  assert.equal(originForm('ftp://go.corp.example/a'), 'ftp://go.corp.example/a')
})

test('pathIn() leaves all but the query string as it is', () => {
  assert.equal(pathIn('http://go.corp.example/in%64ex?since=/'), '/in%64ex')
  for (const whole of ['/index/', '//index', '/a?', '']) {
    assert.equal(pathIn(whole), whole.replace('?', ''))
  }
})

test('what answers by itself is found in every form of a target', () => {
  for (const start of ['', 'http://go.corp.example', 'HTTP://go.corp.example']) {
    assert.ok(isIndex(`${start}/index?limit=1`))
    assert.ok(isCheck(`${start}/-/api/v1/check?`))
    assert.ok(!isIndex(`${start}/indexes`) && !isCheck(`${start}/-/api/v1/check/`))
    assert.equal(hookNamed(`${start}/-/hooks/github?a=b`), 'github')
    assert.equal(hookNamed(`${start}/-/hooks/github/`), undefined)
  }
})

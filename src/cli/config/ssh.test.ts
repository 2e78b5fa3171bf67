import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSshFile, parseSshHost, parseSshUser } from './ssh.ts'

test('parseSshHost() takes names and addresses, in lower case', () => {
  for (const [text, host] of [
    ['Git.Corp.example', 'git.corp.example'],
    ['10.0.0.1', '10.0.0.1'],
    ['FE80::1', 'fe80::1'],
    ['build_1', 'build_1'],
  ] as const) {
    assert.equal(parseSshHost(text), host)
  }
})

test('parseSshHost() refuses what is more than a host, or less', () => {
  for (const text of ['', '-oProxyCommand=x', 'a b', 'git@a', 'a:22', '[::1]', 'a/b', '*', 'a,b']) {
    assert.throws(() => parseSshHost(text), RangeError, text)
  }
})

test('parseSshFile() takes absolute paths without what ssh reads as something else', () => {
  assert.equal(parseSshFile('/run/my secrets/key'), '/run/my secrets/key')
  for (const text of ['', 'key', '~/key', '/a"b', '/%h', '/${HOME}/key', '/a\nb', '/a\0']) {
    assert.throws(() => parseSshFile(text), RangeError, text)
  }
})

test('parseSshUser() takes names, and nothing that could be an option or a command', () => {
  for (const text of ['git', 'deploy-1', 'a.b+c', '_x']) assert.equal(parseSshUser(text), text)
  for (const text of ['', '-l', 'a b', '$(x)', 'a@b', 'a;b']) {
    assert.throws(() => parseSshUser(text), RangeError, text)
  }
})

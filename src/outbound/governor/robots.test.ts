import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { robotsGroup } from './robots-group.ts'
import { rulesOf, unreadRules } from './robots.ts'

const groups: [what: string, text: string, lines: string[], isOwn: boolean][] = [
  ['nothing', '', [], false],
  ['for everybody', 'User-agent: *\nDisallow: /x', ['Disallow: /x'], false],
  ['for others', 'User-agent: other\nDisallow: /', [], false],
  [
    'own before *',
    'User-agent: *\nDisallow: /\n\nUser-agent: Headwater\nAllow: /',
    ['Allow: /'],
    true,
  ],
  [
    '* before own',
    'User-agent: headwater\nDisallow: /a\nUser-agent: *\nDisallow: /',
    ['Disallow: /a'],
    true,
  ],
  [
    'own and empty',
    'User-agent: *\nDisallow: /\nUser-agent: headwater\nDisallow:',
    ['Disallow: '],
    true,
  ],
  ['own without rules', 'User-agent: *\nDisallow: /\nUser-agent: headwater\n', [], true],
  [
    'several agents',
    'User-agent: other\nuser-AGENT: HEADWATER\nDisallow: /a',
    ['Disallow: /a'],
    true,
  ],
  [
    'several groups of one agent',
    'User-agent: headwater\nDisallow: /a\nUser-agent: x\nDisallow: /b\nUser-agent: headwater\nDisallow: /c',
    ['Disallow: /a', 'Disallow: /c'],
    true,
  ],
  [
    'a version behind the name',
    'User-agent: headwater/1.0 (x)\nDisallow: /a',
    ['Disallow: /a'],
    true,
  ],
  ['a longer name', 'User-agent: headwaters\nDisallow: /a', [], false],
  [
    'Sitemap between',
    'User-agent: headwater\nSitemap: https://a/b\nUser-agent: x\nDisallow: /a',
    ['Disallow: /a'],
    true,
  ],
  [
    'Sitemap within',
    'User-agent: headwater\nDisallow: /a\nSitemap: /s\nDisallow: /b',
    ['Disallow: /a', 'Disallow: /b'],
    true,
  ],
  [
    'comments and spaces',
    ' User-agent :\theadwater # us\r\n\r\n# no\r\n Disallow : /a b # why\r',
    ['Disallow: /a b'],
    true,
  ],
  ['a byte order mark', '\uFEFFUser-agent: *\nDisallow: /', ['Disallow: /'], false],
  ['rules before any agent', 'Disallow: /\nUser-agent: *\nDisallow: /a', ['Disallow: /a'], false],
  ['HTML', '<!doctype html><title>No</title>', [], false],
]

suite('robotsGroup()', () => {
  for (const [what, text, lines, isOwn] of groups) {
    test(`reads a file with ${what}`, () => {
      assert.deepEqual(robotsGroup(text, 'headwater'), { isOwn, lines })
    })
  }
  test('is not kept busy by blanks', () => {
    const began = process.cpuUsage()
    robotsGroup(`User-agent:${' '.repeat(500_000)}x\n`.repeat(3), 'headwater')
    assert.ok(process.cpuUsage(began).user < 2_000_000)
  })
})

const files: [text: string, path: string, allowed: boolean][] = [
  ['', '/a', true],
  ['User-agent: *\nDisallow: /', '/a', false],
  ['User-agent: *\nDisallow:', '/a', true],
  ['User-agent: *\nDisallow: /a', '/a', false],
  ['User-agent: *\nDisallow: /a', '/ab/git-upload-pack', false],
  ['User-agent: *\nDisallow: /a/', '/a', true],
  ['User-agent: *\nDisallow: /a', '/A', true],
  ['User-agent: *\nDisallow: /a\nAllow: /a/b', '/a/b/c', true],
  ['User-agent: *\nAllow: /a/b\nDisallow: /a', '/a/c', false],
  ['User-agent: *\nDisallow: /a\nAllow: /a', '/a', true],
  ['User-agent: *\nDisallow: /*.git/', '/x/y.git/git-upload-pack', false],
  ['User-agent: *\nDisallow: /*.git$', '/x/y.git/git-upload-pack', true],
  ['User-agent: *\nDisallow: /*?go-get', '/x?go-get=1', false],
  ['User-agent: *\nDisallow: /~user', '/~user/repo', false],
  ['User-agent: *\nDisallow: /%7euser', '/%7Euser/repo', false],
  ['User-agent: *\nDisallow: /é', '/%C3%A9/x', false],
  ['User-agent: headwater\nDisallow: /a\n\nUser-agent: *\nDisallow: /', '/b', true],
]

suite('rulesOf()', () => {
  for (const [text, path, allowed] of files) {
    test(`${JSON.stringify(text)} ${allowed ? 'allows' : 'forbids'} ${path}`, () => {
      assert.equal(rulesOf({ at: 1, status: 200, text }).allows(path), allowed)
    })
  }

  for (const status of [400, 401, 403, 404, 410, 451]) {
    test(`${status} allows everything`, () => {
      const rules = rulesOf({ at: 1, status, text: 'User-agent: *\nDisallow: /' })
      assert.equal(rules.result, 'none')
      assert.equal(rules.allows('/a'), true)
    })
  }
  for (const status of [0, 301, 429, 500, 502, 503]) {
    test(`${status} allows nothing`, () => {
      const rules = rulesOf({ at: 1, status, text: '' })
      assert.equal(rules.result, 'unreachable')
      assert.equal(rules.allows('/a'), false)
      assert.equal(rules.optedOut, false)
    })
  }
  test('what was never read allows nothing', () => {
    assert.equal(unreadRules.allows('/a'), false)
  })

  const delays: [value: string, seconds: number | undefined][] = [
    ['10', 10],
    ['0.5', 0.5],
    ['0', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['1e9', 86_400],
  ]
  for (const [value, seconds] of delays) {
    test(`Crawl-delay: ${value} is ${seconds} s`, () => {
      const text = `User-agent: *\nCrawl-delay: ${value}`
      assert.equal(rulesOf({ at: 1, status: 200, text }).crawlDelay, seconds)
    })
  }

  const outs: [string, boolean][] = [
    ['Disallow: /', true],
    ['Disallow: /*', true],
    ['Disallow: /\nAllow: /a', false],
    ['Disallow: /a', false],
    ['Disallow: /$', false],
    ['Disallow:', false],
  ]
  for (const [lines, optedOut] of outs) {
    test(`${JSON.stringify(lines)} is ${optedOut ? '' : 'not '}opting out`, () => {
      const rules = rulesOf({ at: 1, status: 200, text: `User-agent: *\n${lines}` })
      assert.equal(rules.optedOut, optedOut)
    })
  }
})

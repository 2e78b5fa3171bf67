import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatSignerKey, parseSignerKey } from '../../tlog/signer.ts'
import { formatVerifierKey, parseVerifierKey } from '../../tlog/verifier.ts'
import { planText } from '../report/text/plan-text.ts'
import type { Subject } from '../subject.ts'
import { planAsking } from './plan-asking.ts'
import { planBesides } from './plan-besides.ts'

const subject = (path: string, more: Partial<Subject> = {}): Subject => ({
  path,
  version: 'v1.0.0',
  scope: 'build',
  requiredBy: [],
  ...more,
})
const signer = parseSignerKey(formatSignerKey('sum.test', Buffer.alloc(32, 1), 1))
const sumdb = {
  url: 'https://sum.test',
  verifier: parseVerifierKey(formatVerifierKey(signer)),
  excludes: (path: string) => path.startsWith('corp.test'),
}
const subjects = [
  subject('github.com/a/b', { goSum: 'h1:x' }),
  subject('github.com/a/c'),
  subject('github.com/private/c'),
  subject('bitbucket.org/a/b'),
  subject('corp.test/x.git'),
  subject('github.com/a/local', { folderFault: 'there is no folder' }),
]
const plan = planAsking(subjects, () => undefined)
const isLogged = () => false
const isPrivate = (path: string) => path.startsWith('github.com/private')

test('planBesides() tells which forges and which checksum database are asked about what', () => {
  const besides = planBesides(subjects, plan, {
    isAuthorized: () => true,
    sumdb,
    isLogged,
    isPrivate,
    level: 'refs',
  })
  const repositories = ['a/b', 'a/c', 'private/c'].map((name) => `https://github.com/${name}`)
  assert.deepEqual(besides, [
    { host: 'api.bitbucket.org', what: 'forge', about: [] },
    { host: 'api.github.com', what: 'forge', about: repositories },
    {
      host: 'sum.test',
      what: 'sumdb',
      about: ['github.com/a/c@v1.0.0', 'bitbucket.org/a/b@v1.0.0'],
    },
  ])
  const text = planText(
    'x',
    { ...plan, besides },
    { width: 120, utf8: true, color: false, verbose: false },
  )
  assert.match(
    text,
    /^api\.bitbucket\.org\n {2}forge +what became of a repository that does not answer$/m,
  )
  assert.match(text, /^api\.github\.com\n {2}forge +what became of 3 repositories$/m)
  assert.match(text, /^sum\.test\n {2}sumdb +the records of github\.com\/a\/c@v1\.0\.0, bitbucket/m)
})

test('planBesides() names a server first, and tells it of what it may know', () => {
  const server = {
    url: 'http://127.0.0.1:3000/go',
    mayKnow: (path: string) => path !== 'github.com/a/c',
  }
  const tools = { isAuthorized: () => false, server, isLogged, isPrivate }
  const known = ['github.com/a/b', 'github.com/private/c', 'bitbucket.org/a/b', 'corp.test/x.git']
  const about = known.map((path) => `${path}@v1.0.0`)
  const host = '127.0.0.1:3000'
  assert.deepEqual(planBesides(subjects, plan, { ...tools, level: 'refs' }), [
    { host, what: 'server', about },
  ])
  assert.deepEqual(planBesides(subjects, plan, { ...tools, level: 'content' }), [])
  const records = [
    { host, what: 'sumdb', about: ['github.com/a/b@v1.0.0', 'bitbucket.org/a/b@v1.0.0'] },
    {
      host: 'sum.test',
      what: 'sumdb',
      about: ['a/b', 'a/c'].map((of) => `github.com/${of}@v1.0.0`),
    },
  ]
  records[1]?.about.push('bitbucket.org/a/b@v1.0.0')
  assert.deepEqual(planBesides(subjects, plan, { ...tools, sumdb, level: 'content' }), records)
  const besides = planBesides(subjects, plan, { ...tools, sumdb, level: 'refs' })
  assert.deepEqual(
    besides.map(({ host: of, what, about: { length } }) => [of, what, length]),
    [
      [host, 'server', 4],
      [host, 'sumdb', 1],
      ['sum.test', 'sumdb', 2],
    ],
  )
  const style = { width: 120, utf8: true, color: false, verbose: false }
  const text = planText('x', { hosts: [], unknown: [], unasked: [], besides }, style)
  assert.match(
    text,
    /^127\.0\.0\.1:3000\n {2}server +what upstream gives for github[^]*?\n {2}sumdb +the records of/m,
  )
  assert.match(text, /Nobody was asked just now\.\n2 hosts, 0 pages/)
})

test('planBesides() tells of nobody without credentials and a checksum database', () => {
  assert.deepEqual(
    planBesides(subjects, plan, {
      isAuthorized: () => false,
      isLogged,
      isPrivate,
      level: 'content',
    }),
    [],
  )
})

test('planBesides() asks for every record where all content is read, but for those that are known', () => {
  const tools = { isAuthorized: () => false, sumdb, isPrivate, level: 'content' } as const
  const about = (isLogged: (path: string) => boolean) =>
    planBesides(subjects, plan, { ...tools, isLogged }).flatMap((one) => one.about)
  const all = ['github.com/a/b@v1.0.0', 'github.com/a/c@v1.0.0', 'bitbucket.org/a/b@v1.0.0']
  assert.deepEqual(about(isLogged), all)
  assert.deepEqual(
    about((path) => path === 'github.com/a/b'),
    all.slice(1),
  )
  const many = Array.from({ length: 9 }, (_, n) => subject(`github.com/a/m${n}`))
  const besides = planBesides(many, plan, { ...tools, isLogged })
  const style = { width: 120, utf8: true, color: false, verbose: false }
  assert.match(planText('x', { ...plan, besides }, style), /sumdb +the records of 9 modules, and/)
  const long = planText('x', { ...plan, besides }, { ...style, verbose: true })
  assert.match(long, /a\/m8@v1\.0\.0/)
})

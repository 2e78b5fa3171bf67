import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { planAsking } from './plan-asking.ts'
import { planText } from '../report/text/plan-text.ts'
import type { Subject } from '../subject.ts'

const subject = (path: string, version = 'v1.0.0', more: Partial<Subject> = {}): Subject => ({
  path,
  version,
  scope: 'build',
  requiredBy: [],
  ...more,
})
const lastKnown = (path: string) =>
  path === 'vanity.test/known' ? 'https://git.vanity.test/known' : undefined

const subjects = [
  subject('github.com/a/b'),
  subject('github.com/a/b/v2', 'v2.0.0'),
  subject('github.com/a/c'),
  subject('git.test/x.git/sub'),
  subject('vanity.test/known'),
  subject('vanity.test/new'),
  subject('github.com/short'),
  subject('local.test/x', 'v1.0.0', { folderFault: 'there is no folder "./x"' }),
]

suite('planAsking()', () => {
  const plan = planAsking(subjects, lastKnown)

  test('tells each host what it would be asked, repositories once', () => {
    const told = plan.hosts.map(({ host, pages, repositories }) => [
      host,
      pages,
      repositories.map(({ url, modules, isRemembered }) => [url, modules, isRemembered]),
    ])
    assert.deepEqual(told, [
      ['git.test', [], [['https://git.test/x', ['git.test/x.git/sub@v1.0.0'], false]]],
      [
        'git.vanity.test',
        [],
        [['https://git.vanity.test/known', ['vanity.test/known@v1.0.0'], true]],
      ],
      [
        'github.com',
        [],
        [
          ['https://github.com/a/b', ['github.com/a/b@v1.0.0', 'github.com/a/b/v2@v2.0.0'], false],
          ['https://github.com/a/c', ['github.com/a/c@v1.0.0'], false],
        ],
      ],
      [
        'vanity.test',
        ['https://vanity.test/known?go-get=1', 'https://vanity.test/new?go-get=1'],
        [],
      ],
    ])
  })

  test('names what only a page can tell, and what nobody is asked for', () => {
    assert.deepEqual(plan.unknown, ['vanity.test/new@v1.0.0'])
    assert.deepEqual(
      plan.unasked.map(({ module }) => module),
      ['github.com/short@v1.0.0', 'local.test/x@v1.0.0'],
    )
    assert.match(plan.unasked[0]?.why ?? '', /OWNER\/REPOSITORY/)
  })
})

suite('planText()', () => {
  const style = { width: 80, utf8: true, color: false, verbose: false }

  test('says it all, in lines that fit', () => {
    const text = planText('corp.example/x', planAsking(subjects, lastKnown), style)
    assert.match(text, /^headwater check --dry-run {2}corp\.example\/x\n/)
    assert.match(text, /\nvanity\.test\n {2}page {5}https:\/\/vanity\.test\/known\?go-get=1\n/)
    assert.match(text, /where it was found the last\n? +time/)
    assert.match(text, /Nobody was asked just now\.\n4 hosts, 2 pages, 4 repositories\n$/)
    for (const line of text.split('\n')) assert.ok(line.length <= 80, line)
  })

  test('says so when nobody would be asked', () => {
    const text = planText('corp.example/x', planAsking([], lastKnown), style)
    const end = /\n\nNobody would be asked for anything\.\n0 hosts, 0 pages, 0 repositories\n$/
    assert.match(text, end)
    assert.doesNotMatch(text, /once more/)
  })

  test('shortens a long list unless told otherwise, and shows no escapes', () => {
    const many = Array.from({ length: 9 }, (_, index) => subject(`github.com/a/m${index}`))
    const plan = planAsking(many, () => undefined)
    assert.match(planText('\u001b[31mx', plan, style), /‹1B›.*\n[^]*and 4 more \(-v lists them\)/)
    const all = planText('x', plan, { ...style, verbose: true })
    assert.equal(all.match(/^ {2}refs/gm)?.length, 9)
  })

  test('names a few modules of which more is to be found out, and all when asked to', () => {
    const modules = Array.from({ length: 9 }, (_, index) => `a.test/m${index}@v1.0.0`)
    const plan = {
      hosts: [],
      unknown: modules,
      unasked: modules.map((module) => ({ module, why: 'govcs' })),
    }
    const text = planText('x', plan, style)
    assert.equal(text.match(/m4@/g)?.length, 2)
    assert.doesNotMatch(text, /m5@/)
    assert.equal(text.match(/and 4 more \(-v lists them\)/g)?.length, 2)
    const all = planText('x', plan, { ...style, verbose: true })
    assert.equal(all.match(/m8@/g)?.length, 2)
  })
})

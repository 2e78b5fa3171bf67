import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { moduleOf, noon, seen } from '../reports.test-data.ts'
import type { ReportModule } from '../report.ts'
import { sawTexts } from './saw.ts'

const hash = '9f72f9aca9c6b728b9f262801d873f1aff01eaef'
const sums = (goSum: string | null, sumdb: string | null) => ({
  goSum,
  upstream: 'h1:new=',
  sumdb,
  goMod: { goSum: null, upstream: null, sumdb: null },
})
const gone = (...evidence: ReturnType<typeof seen>[]) =>
  moduleOf('a.test/x', 'repo-gone', { verdict: { evidence } })

const table: [what: string, module: ReportModule, texts: string[]][] = [
  ['a bare status with its channel', gone(seen('git', '404')), ['git 404']],
  [
    'looks that saw the same once',
    gone(seen('git', '404'), seen('git', '404')),
    ['git 404 (2 looks)'],
  ],
  [
    'a control, at length where there is room',
    gone(seen('git', '404'), seen('control', '200', { of: 'page', answers: true })),
    ['git 404, control 200', 'git 404, control page 200'],
  ],
  [
    'a control that names what it is',
    gone(
      seen('git', '404'),
      seen('control', 'repository answers', { of: 'repository', answers: true }),
    ),
    ['git 404, control repository answers'],
  ],
  [
    'a control that fared no better',
    moduleOf('a.test/x', 'throttled', {
      verdict: {
        evidence: [
          seen('git', '401'),
          seen('control', '401', { of: 'repository', answers: false }),
        ],
      },
    }),
    [
      '401; the control repository, which exists, got the same: it says nothing about it',
      '401; the control repository, which exists, got the same, so this says nothing about this module',
    ],
  ],
  [
    'no words of a server beside other channels',
    gone(seen('git', '401 "Repository not found."'), seen('page', '404')),
    ['git 401, page 404'],
  ],
  [
    'why there was no answer, once',
    moduleOf('a.test/x', 'unreachable', {
      verdict: { evidence: [seen('git', 'Cannot ask https://a.test/x: no answer in time')] },
    }),
    ['no answer in time'],
  ],
  [
    'of a host without a name what is said of that',
    moduleOf('a.test/x', 'import-dead', {
      verdict: {
        evidence: [
          seen('import-page', 'Cannot ask https://a.test/x: its host name does not exist'),
          seen('dns', 'NXDOMAIN from 2 resolvers'),
          seen('control', 'name servers ns.test', { of: 'domain', answers: true }),
        ],
      },
    }),
    ['NXDOMAIN from 2 resolvers, control domain resolves'],
  ],
  [
    'what an import page said',
    gone(seen('import-page', '404 without a go-import tag'), seen('page', '404')),
    ['import page 404 without a go-import tag, page 404'],
  ],
  [
    'one status once, where it was all that anybody said',
    moduleOf('a.test/x', 'auth-required', {
      verdict: {
        evidence: [
          seen('git', '403'),
          seen('git', '403 "no"'),
          seen('page', '403'),
          seen('control', '403', { of: 'page', answers: false }),
        ],
      },
    }),
    ['403'],
  ],
  [
    'who said which status, where others said another',
    moduleOf('a.test/x', 'auth-required', {
      verdict: { evidence: [seen('git', '403'), seen('page', '200')] },
    }),
    ['git 403, page 200'],
  ],
  [
    'a control that fared no better, without what else was seen',
    moduleOf('a.test/x', 'throttled', {
      verdict: {
        evidence: [
          seen('git', '401 "no"'),
          seen('git', '401 "no"'),
          seen('page', '404'),
          seen('control', '401 "no"', { of: 'repository', answers: false }),
        ],
      },
    }),
    [
      '401 "no"; the control repository, which exists, got the same: it says nothing about it',
      '401 "no"; the control repository, which exists, got the same, so this says nothing about this module',
    ],
  ],
  [
    'no hashes, and commits shortened',
    gone(
      seen('git', `h1:x= at commit ${hash}`),
      seen('known', 'commit x'),
      seen('git', `commit ${hash} is not handed out`),
    ),
    ['commit 9f72f9a is not handed out'],
  ],
  [
    'since when it is gone, if not since today',
    moduleOf('a.test/x', 'version-gone', {
      verdict: { firstSeen: '2025-09-10T00:00:00.000Z', evidence: [seen('git', 'no tag')] },
    }),
    ['no tag; gone since 10 Sep 2025'],
  ],
  [
    'which witnesses a moved version has against it',
    moduleOf('a.test/x', 'version-moved', { sum: sums('h1:old=', 'h1:old=') }),
    [
      'the tag names other content than go.sum and the public log',
      'the tag names other content than go.sum and the public log do',
    ],
  ],
  [
    'both places of a module that is kept elsewhere with other content',
    moduleOf('a.test/x', 'import-retargeted', {
      sum: sums('h1:old=', null),
      verdict: { detail: 'Its import page now names https://b.test/x, before https://a.test/x' },
    }),
    [
      'Its import page now names https://b.test/x, before https://a.test/x; the content is not what go.sum has',
    ],
  ],
  [
    'the one witness of a moved version',
    moduleOf('a.test/x', 'version-moved', { sum: sums('h1:old=', 'h1:new=') }),
    ['the tag names other content than go.sum', 'the tag names other content than go.sum does'],
  ],
  [
    'what was seen first, where there is no other witness',
    moduleOf('a.test/x', 'version-moved', {
      sum: sums(null, null),
      first: { sum: 'h1:old=', commit: null, at: null },
    }),
    ['the tag names other content than when it was seen first'],
  ],
  [
    'whose hash differs where the commit pins the content',
    moduleOf('a.test/x', 'gosum-mismatch', {
      sum: sums('h1:old=', 'h1:new='),
      origin: { vcs: 'git', url: null, ref: null, hash, time: null },
    }),
    ['the content of commit 9f72f9a is not what go.sum has; the public log agrees with upstream'],
  ],
  [
    'what a fragile one leans on',
    moduleOf('a.test/x', 'archived', { verdict: { detail: 'Its repository is archived' } }),
    ['Its repository is archived'],
  ],
]

suite('sawTexts() tells', () => {
  for (const [what, module, texts] of table) {
    test(what, () => assert.deepEqual(sawTexts(module, { now: noon, modules: 1 }), texts))
  }
})

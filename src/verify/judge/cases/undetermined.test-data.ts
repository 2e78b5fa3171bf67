import type { CodeCases } from './case.test-data.ts'
import {
  claims,
  commits,
  controls,
  found,
  daysAgo,
  importPage,
  known,
  logged,
  looks,
  named,
  names,
  now,
  page,
  twice,
} from './seen.test-data.ts'

const { tag, pseudo, vanity, pseudoWithoutSums } = claims
const { git401, git403, git404, git500, git429 } = looks
const { a, b } = commits
const forge = (status: number, isPrivate?: boolean) => ({
  forge: {
    at: now,
    url: 'https://api.github.com/',
    status,
    ...(isPrivate !== undefined && { isPrivate }),
  },
})

/** Codes of the class undetermined. */
export const undeterminedCases: readonly CodeCases[] = [
  {
    code: 'unreachable',
    rule: 'nothing of any use came back',
    cases: {
      'a server error': [tag, { look: git500 }],
      'a server error, twice': [tag, twice(git500)],
      'no answer in time': [tag, { look: looks.timeOut }],
      'an answer that breaks off': [tag, { look: looks.broken }],
      'SERVFAIL and REFUSED: a lame delegation': [
        vanity,
        { ...twice(looks.noName), names: names('servfail', 'refused') },
      ],
      'no resolver answers': [
        vanity,
        { ...twice(looks.noName), names: names('no-answer', 'no-answer') },
      ],
      'NXDOMAIN here, and no control domain was asked': [
        vanity,
        { ...twice(looks.noName), names: names('nxdomain') },
      ],
      'the module is private': [tag, { look: looks.timeOut, isPrivate: true }],
    },
    nearMisses: {
      'a server error that says when to come again': [
        'throttled',
        tag,
        { look: looks.git503AndWait },
      ],
      'a server error, then 404': ['suspected repo-gone', tag, { look: git500, again: git404 }],
      'NXDOMAIN from this machine and the registry': [
        'import-dead',
        vanity,
        {
          ...twice(looks.noImportName),
          names: names('nxdomain', undefined, 'nxdomain'),
          control: controls.domain,
        },
      ],
      'there in the second look': ['verified', tag, { look: git500, again: found('h1:zip') }],
    },
  },
  {
    code: 'throttled',
    rule: 'the host wants fewer requests, or refuses a control in the same way',
    cases: {
      '429': [tag, { look: git429 }],
      '503 with the time to come again': [tag, { look: looks.git503AndWait }],
      '401, and the control repository gets the same': [
        tag,
        { ...twice(git401), page: page(404), control: controls.repository401 },
      ],
      '401, and the control repository gets 429': [
        tag,
        { ...twice(git401), page: page(404), control: controls.repository429 },
      ],
      '401, and the page says 429': [
        tag,
        { ...twice(git401), page: page(429), control: controls.repository },
      ],
      '401, and the forge says that it is public': [
        tag,
        { ...twice(git401), page: page(404), ...forge(200, false) },
      ],
      '401 of a private path, and the control gets the same': [
        tag,
        { ...twice(git401), control: controls.repository401, isPrivate: true },
      ],
    },
    nearMisses: {
      '401, and the control repository answers': [
        'auth-required',
        tag,
        { ...twice(git401), page: page(200), control: controls.repository },
      ],
      '401, page 404, and the front page fails': [
        'suspected repo-gone',
        tag,
        { ...twice(git401), page: page(404), control: controls.silent },
      ],
      '503 and no time': ['unreachable', tag, { look: git500 }],
      '429, then there': ['verified', tag, { look: git429, again: found('h1:zip') }],
      '429, then no tag': ['suspected version-gone', tag, { look: git429, again: looks.noTag }],
    },
  },
  {
    code: 'auth-required',
    rule: 'credentials are wanted, and nothing proves more',
    cases: {
      '401, once': [tag, { look: git401 }],
      '401, and the page answers': [
        tag,
        { ...twice(git401), page: page(200), control: controls.repository },
      ],
      '401, and the page says nothing': [
        tag,
        { ...twice(git401), page: page(0), control: controls.repository },
      ],
      '403, and the page says 403': [
        tag,
        { ...twice(git403), page: page(403), control: controls.repository },
      ],
      '401, page 404, and the path is private': [
        tag,
        { ...twice(git401), page: page(404), control: controls.repository, isPrivate: true },
      ],
      '401, page 404, and the forge says that it is private': [
        tag,
        { ...twice(git401), page: page(404), ...forge(200, true) },
      ],
      'the import page wants a sign-in': [vanity, { look: looks.import401 }],
    },
    nearMisses: {
      '401, and the control gets the same': [
        'throttled',
        tag,
        { ...twice(git401), control: controls.repository401 },
      ],
      '401 and page 404': [
        'suspected repo-gone',
        tag,
        { ...twice(git401), page: page(404), control: controls.repository },
      ],
      '401, page 404, and the forge says 404 to a token': [
        'repo-gone',
        tag,
        { ...twice(git401), page: page(404), control: controls.repository, ...forge(404) },
      ],
      '401, then there': ['verified', tag, { look: git401, again: found('h1:zip') }],
    },
  },
  {
    code: 'tls-invalid',
    rule: 'the certificate is not valid',
    cases: {
      expired: [tag, { look: looks.certificate }],
      'of a private path': [tag, { look: looks.certificate, isPrivate: true }],
    },
    nearMisses: {
      'the connection broke off': ['unreachable', tag, { look: looks.broken }],
      'valid in the second look': [
        'verified',
        tag,
        { look: looks.certificate, again: found('h1:zip') },
      ],
    },
  },
  {
    code: 'opted-out',
    rule: 'robots.txt says no',
    cases: { 'nobody waits for the answer': [tag, { look: looks.robots }] },
    nearMisses: {
      'the host bears a request later': ['throttled', tag, { look: git429 }],
      'somebody waits for the answer': ['verified', tag, { look: found('h1:zip') }],
    },
  },
  {
    code: 'private',
    rule: 'the path is private, and nothing of it is shown, or nobody was asked',
    cases: {
      'git 404 twice': [
        tag,
        { ...twice(git404), page: page(404), control: controls.repository, isPrivate: true },
      ],
      'git 404 once': [tag, { look: git404, isPrivate: true }],
      'its page names no repository': [
        vanity,
        {
          ...twice(looks.noImport),
          page: importPage(404, false),
          control: controls.page,
          isPrivate: true,
        },
      ],
      'its page names no repository, once': [vanity, { look: looks.noImport, isPrivate: true }],
      'nobody was asked, and nothing is known': [tag, { look: looks.offline, isPrivate: true }],
    },
    nearMisses: {
      'it can be read': ['verified', tag, { look: found('h1:zip'), isPrivate: true }],
      'it wants credentials': ['auth-required', tag, { look: git401, isPrivate: true }],
      'it can be read, and its tag is gone': [
        'version-gone',
        tag,
        { ...twice(looks.noTag), isPrivate: true },
      ],
      'it can be read, and its tag was moved': [
        'version-moved',
        tag,
        { look: found('h1:other'), isPrivate: true },
      ],
      'nobody was asked, and it is known': [
        'stale',
        tag,
        { look: looks.offline, known: [known(a, 'h1:zip')], isPrivate: true },
      ],
    },
  },
  {
    code: 'suspected',
    rule: 'a loss or a change was seen, and less than it takes',
    cases: {
      'no tag, once': [tag, { look: looks.noTag }],
      'two looks that saw different losses': [tag, { look: looks.noTag, again: looks.noModule }],
      '404 and 401 by turns': [
        tag,
        { look: git404, again: git401, page: page(404), control: controls.repository },
      ],
    },
    nearMisses: {
      'two looks that agree': ['version-gone', tag, twice(looks.noTag)],
      'no loss was seen': ['unreachable', tag, twice(git500)],
      'it was there after all': ['verified', tag, { look: looks.noTag, again: found('h1:zip') }],
    },
  },
  {
    code: 'hash-unstable',
    rule: 'one commit, two hashes',
    cases: {
      'the commit gave the content in go.sum before': [
        tag,
        { look: found('h1:other'), known: [known(a, 'h1:zip')] },
      ],
      'the module cache had it from this commit': [
        tag,
        { look: found('h1:other'), known: [known(a, undefined, { from: 'module-cache' })] },
      ],
      'neither go.sum nor log, and the commit gave something else before': [
        claims.tagWithoutSums,
        { look: found('h1:other'), known: [known(a, 'h1:zip')] },
      ],
      'a commit by its version, and go.sum and the log agree': [
        pseudo,
        { look: found('h1:other'), sumdb: logged('h1:zip') },
      ],
      'a commit by its version, no go.sum line, and the log says otherwise': [
        pseudoWithoutSums,
        { look: found('h1:other'), sumdb: logged('h1:zip') },
      ],
    },
    nearMisses: {
      'another commit': [
        'version-moved',
        tag,
        { look: found('h1:other', { hash: b }), known: [known(a, 'h1:zip')] },
      ],
      'another folder of the commit': [
        'version-moved',
        tag,
        { look: found('h1:other'), known: [known(a, 'h1:zip', { isElsewhere: true })] },
      ],
      'the log bears the new hash out': [
        'gosum-mismatch',
        tag,
        { look: found('h1:other'), known: [known(a, 'h1:zip')], sumdb: logged('h1:other') },
      ],
      'the same hash again': [
        'verified',
        tag,
        { look: found('h1:zip'), known: [known(a, 'h1:zip')] },
      ],
    },
  },
  {
    code: 'unsupported',
    rule: 'it cannot be judged here',
    cases: {
      Bazaar: [vanity, { look: looks.bazaar }],
      'content that breaks the rules of Go': [tag, { look: looks.breaksRules }],
      'an address that we may not ask': [tag, { look: looks.refusedAddress }],
      'not there, and nobody says where': [tag, { look: looks.nowhere }],
    },
    nearMisses: {
      'its server does not answer': ['unreachable', tag, { look: looks.timeOut }],
      'it breaks the rules in the first look only': [
        'verified',
        tag,
        { look: looks.breaksRules, again: found('h1:zip') },
      ],
    },
  },
  {
    code: 'stale',
    rule: 'nobody was asked, and its content is known',
    cases: {
      'hashed before': [tag, { look: looks.offline, known: [known(a, 'h1:zip')] }],
      'told by the module cache': [
        tag,
        { look: looks.offline, known: [known(a, undefined, { from: 'module-cache' })] },
      ],
      'seen lost before': [
        tag,
        { look: looks.offline, history: { 'commit-gone': { since: daysAgo(3), looks: 2 } } },
      ],
    },
    nearMisses: {
      'only not reached before': [
        'pending',
        tag,
        { look: looks.offline, history: { unreachable: { since: daysAgo(3), looks: 2 } } },
      ],
      'nothing is known': ['pending', tag, { look: looks.offline }],
      'somebody was asked': ['unchanged', tag, { look: named(a), known: [known(a, 'h1:zip')] }],
      'somebody was asked, and did not answer': [
        'unreachable',
        tag,
        { look: looks.timeOut, known: [known(a, 'h1:zip')] },
      ],
    },
  },
  {
    code: 'pending',
    rule: 'nobody looked, or not closely enough',
    cases: {
      'the check was ended': [tag, { look: looks.stopped }],
      'nobody may be asked, and nothing is known': [tag, { look: looks.offline }],
      'the ref names a commit that was not read': [
        tag,
        { look: named(b), known: [known(a, 'h1:zip')] },
      ],
    },
    nearMisses: {
      'the check was ended in the second look at a missing tag': [
        'suspected version-gone',
        tag,
        { look: looks.noTag, again: looks.stopped },
      ],
      'the commit was hashed before': [
        'unchanged',
        tag,
        { look: named(b), known: [known(b, 'h1:zip')] },
      ],
      'the host did not answer': ['unreachable', tag, { look: looks.timeOut }],
    },
  },
]

import type { CodeCases } from './case.test-data.ts'
import {
  claims,
  controls,
  daysAgo,
  found,
  importPage,
  looks,
  names,
  now,
  page,
  places,
  twice,
} from './seen.test-data.ts'

const { tag, vanity } = claims
const { git401, git403, git404, git500, noTag, noImport } = looks
const gone = { page: page(404), control: controls.repository }
/** Nothing else of its host is known. */
const lonely = { page: page(410), control: controls.page }
const forge404 = { at: now, url: 'https://api.github.com/repos/acme/x', status: 404 }
const dead = { page: importPage(404, false), control: controls.page }
const noDomain = {
  ...twice(looks.noImportName),
  names: names('nxdomain', 'nxdomain', 'nxdomain'),
  control: controls.domain,
}

/** Codes of the class lost that are about where a module is kept. */
export const lostPlaceCases: readonly CodeCases[] = [
  {
    code: 'repo-gone',
    rule: 'git is told so twice, the page says so, and another repository answers, or for days the front page; behind 401 and 403 also the forge, or an earlier day',
    cases: {
      'git 404 twice, page 404, a repository answers': [tag, { ...twice(git404), ...gone }],
      'git 404 twice, page 410, the front page answers, and the same was seen for three days': [
        tag,
        { ...twice(git404), ...lonely, history: { 'repo-gone': { since: daysAgo(3), looks: 2 } } },
      ],
      'git 401 twice, page 404, a repository answers, the forge says 404 to a token': [
        tag,
        { ...twice(git401), ...gone, forge: forge404 },
      ],
      'git 403 twice, page 410, a repository answers, the forge says 404 to a token': [
        tag,
        { ...twice(git403), ...gone, page: page(410), forge: forge404 },
      ],
      'git 401 twice, page 404, a repository answers, and it was public last month': [
        tag,
        { ...twice(git401), ...gone, publicAt: daysAgo(30) },
      ],
      'its host does not exist, says the registry': [
        tag,
        {
          ...twice(looks.noName),
          names: names('nxdomain', undefined, 'nxdomain'),
          control: controls.domain,
        },
      ],
    },
    nearMisses: {
      once: ['suspected repo-gone', tag, { look: git404, ...gone }],
      'git 404, then a server error': [
        'suspected repo-gone',
        tag,
        { look: git404, again: git500, ...gone },
      ],
      'a server error, then git 404': [
        'suspected repo-gone',
        tag,
        { look: git500, again: git404, ...gone },
      ],
      'git 404, then 401': ['suspected repo-gone', tag, { look: git404, again: git401, ...gone }],
      'git 404, then the tag was missing': [
        'suspected version-gone',
        tag,
        { look: git404, again: noTag, ...gone },
      ],
      'there in the second look': [
        'verified',
        tag,
        { look: git404, again: found('h1:zip'), ...gone },
      ],
      'no control': ['suspected repo-gone', tag, { ...twice(git404), page: page(404) }],
      'no control, and the same was seen for a month': [
        'suspected repo-gone',
        tag,
        {
          ...twice(git404),
          page: page(404),
          history: { 'repo-gone': { since: daysAgo(30), looks: 9 } },
        },
      ],
      'the control is the front page: the server may say 404 to all repositories': [
        'suspected repo-gone',
        tag,
        { ...twice(git404), ...lonely },
      ],
      'the control is the front page, and that was seen once three days ago': [
        'suspected repo-gone',
        tag,
        { ...twice(git404), ...lonely, history: { 'repo-gone': { since: daysAgo(3), looks: 1 } } },
      ],
      'the control is the front page, and that was seen often, but not for three days': [
        'suspected repo-gone',
        tag,
        { ...twice(git404), ...lonely, history: { 'repo-gone': { since: daysAgo(2), looks: 9 } } },
      ],
      'the control is told 404, too: the server may say that to all': [
        'suspected repo-gone',
        tag,
        { ...twice(git404), page: page(404), control: controls.repository404 },
      ],
      'no page, as with git://': [
        'suspected repo-gone',
        tag,
        { ...twice(git404), control: controls.repository },
      ],
      'the page answers': [
        'suspected repo-gone',
        tag,
        { ...twice(git404), ...gone, page: page(200) },
      ],
      'the page says 403': [
        'suspected repo-gone',
        tag,
        { ...twice(git404), ...gone, page: page(403) },
      ],
      'the page says 503': [
        'suspected repo-gone',
        tag,
        { ...twice(git404), ...gone, page: page(503) },
      ],
      'the forge knows it': [
        'suspected repo-gone',
        tag,
        { ...twice(git404), ...gone, forge: { ...forge404, status: 200 } },
      ],
      'git 401, page 404, and nobody saw it public': [
        'suspected repo-gone',
        tag,
        { ...twice(git401), ...gone },
      ],
      'git 401, page 404, was public, but the control is a page': [
        'suspected repo-gone',
        tag,
        { ...twice(git401), ...gone, control: controls.page, publicAt: daysAgo(30) },
      ],
      'git 401, page 404, and the forge wants another token': [
        'suspected repo-gone',
        tag,
        { ...twice(git401), ...gone, forge: { ...forge404, status: 401 } },
      ],
      'git 401, and the control is told the same': [
        'throttled',
        tag,
        {
          ...twice(git401),
          page: page(404),
          control: controls.repository401,
          publicAt: daysAgo(30),
        },
      ],
      'git 404, and the path is private': [
        'private',
        tag,
        { ...twice(git404), ...gone, isPrivate: true },
      ],
      'git 401, and the path is private': [
        'auth-required',
        tag,
        { ...twice(git401), ...gone, publicAt: daysAgo(30), isPrivate: true },
      ],
      'the host does not exist, says the registry alone': [
        'suspected repo-gone',
        tag,
        {
          ...twice(looks.noName),
          names: names('no-answer', undefined, 'nxdomain'),
          control: controls.domain,
        },
      ],
    },
  },
  {
    code: 'import-dead',
    rule: 'two looks at a page that names no repository, and a control; or NXDOMAIN from two resolvers, one the registry, and a control domain',
    cases: {
      'page 404 without a tag': [vanity, { ...twice(noImport), ...dead }],
      'page 200 without a tag, and other paths get another answer': [
        vanity,
        { ...twice(noImport), ...dead, page: importPage(200, false, { isCatchAll: false }) },
      ],
      'NXDOMAIN from three resolvers': [vanity, noDomain],
      'NXDOMAIN from this machine and the registry': [
        vanity,
        { ...noDomain, names: names('nxdomain', undefined, 'nxdomain') },
      ],
      'NXDOMAIN from two, no answer from a third': [
        vanity,
        { ...noDomain, names: names('nxdomain', 'no-answer', 'nxdomain') },
      ],
    },
    nearMisses: {
      once: ['suspected import-dead', vanity, { look: noImport, ...dead }],
      'the page names it to a browser': [
        'suspected import-dead',
        vanity,
        { ...twice(noImport), ...dead, page: importPage(200, true) },
      ],
      'the page says 503 to a browser': [
        'suspected import-dead',
        vanity,
        { ...twice(noImport), ...dead, page: importPage(503, false) },
      ],
      'the page says 451 to a browser': [
        'suspected import-dead',
        vanity,
        { ...twice(noImport), ...dead, page: importPage(451, false) },
      ],
      'the same page for any path: parked': [
        'suspected import-dead',
        vanity,
        { ...twice(noImport), ...dead, page: importPage(200, false, { isCatchAll: true }) },
      ],
      'the host does not answer the control': [
        'suspected import-dead',
        vanity,
        { ...twice(noImport), ...dead, control: controls.silent },
      ],
      'there in the second look': ['verified', vanity, { look: noImport, again: found('h1:zip') }],
      'the page wants a sign-in': ['auth-required', vanity, { look: looks.import401 }],
      'the path is private': ['private', vanity, { ...twice(noImport), ...dead, isPrivate: true }],
      'NXDOMAIN inside of a private network': ['private', vanity, { ...noDomain, isPrivate: true }],
      'NXDOMAIN from two resolvers, not asked the registry': [
        'suspected import-dead',
        vanity,
        { ...noDomain, names: names('nxdomain', 'nxdomain') },
      ],
      'NXDOMAIN from one resolver': [
        'suspected import-dead',
        vanity,
        { ...noDomain, names: names('nxdomain') },
      ],
      'NXDOMAIN from two, but a third knows it': [
        'unreachable',
        vanity,
        { ...noDomain, names: names('nxdomain', 'addresses', 'nxdomain') },
      ],
      'the name is there, without addresses': [
        'unreachable',
        vanity,
        { ...noDomain, names: names('nxdomain', 'nodata', 'nxdomain') },
      ],
      'NXDOMAIN, but the control domain has no name either': [
        'unreachable',
        vanity,
        { ...noDomain, control: controls.noDomain },
      ],
      'NXDOMAIN, and one look only': [
        'suspected import-dead',
        vanity,
        { look: looks.noImportName, names: noDomain.names, control: noDomain.control },
      ],
      'NXDOMAIN, but there was a certificate': [
        'tls-invalid',
        vanity,
        { ...noDomain, ...twice(looks.certificate) },
      ],
      'SERVFAIL from all': [
        'unreachable',
        vanity,
        { ...noDomain, names: names('servfail', 'servfail', 'refused') },
      ],
    },
  },
  {
    code: 'replace-missing',
    rule: 'one look at the folder of a replace line',
    cases: {
      'the folder is not there': [
        { ...tag, folderFault: 'there is no folder "../x"' },
        { look: looks.stopped },
      ],
    },
    nearMisses: {
      'a module is put in its place, and that is gone': [
        'repo-gone',
        claims.replacing,
        { ...twice(git404), ...gone },
      ],
      'a module is put in its place, and that is there': [
        'verified',
        claims.replacing,
        { look: found('h1:zip'), repository: places.here },
      ],
    },
  },
]

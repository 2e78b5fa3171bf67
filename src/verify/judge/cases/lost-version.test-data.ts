import type { CodeCases } from './case.test-data.ts'
import { claims, commits, controls, found, looks, now, twice } from './seen.test-data.ts'

const { tag, tagWithoutSums, pseudo } = claims
const { git404, noTag, noModule, noCommit, untrue, notAtProxy } = looks
const asked = (served: boolean) => ({ commit: { at: now, hash: commits.a, served } })

/** Codes of the class lost that are about one version. */
export const lostVersionCases: readonly CodeCases[] = [
  {
    code: 'version-gone',
    rule: 'two complete lists of refs without the tag; of a proxy, two looks and a control',
    cases: {
      'no tag, twice': [tag, twice(noTag)],
      'no tag, twice, in a private repository that could be read': [
        tag,
        { ...twice(noTag), isPrivate: true },
      ],
      'no module at the tag, twice, and nothing is known of it': [tagWithoutSums, twice(noModule)],
      'not at a proxy, twice, and another module is': [
        tag,
        { ...twice(notAtProxy), control: controls.module },
      ],
    },
    nearMisses: {
      once: ['suspected version-gone', tag, { look: noTag }],
      'no tag, then a list that breaks off': [
        'suspected version-gone',
        tag,
        { look: noTag, again: looks.broken },
      ],
      'a list that breaks off, then no tag': [
        'suspected version-gone',
        tag,
        { look: looks.broken, again: noTag },
      ],
      'no tag, then 429': ['suspected version-gone', tag, { look: noTag, again: looks.git429 }],
      'no refs at all, twice: a server in trouble may say so': [
        'suspected version-gone',
        tag,
        twice(looks.noRefs),
      ],
      'no tag, then 404': ['suspected version-gone', tag, { look: noTag, again: git404 }],
      'there in the second look': ['verified', tag, { look: noTag, again: found('h1:zip') }],
      'lists that break off, twice': ['unreachable', tag, twice(looks.broken)],
      'not at a proxy, twice, and no control': ['suspected version-gone', tag, twice(notAtProxy)],
      'not at a proxy, which answers nothing else': [
        'suspected version-gone',
        tag,
        { ...twice(notAtProxy), control: controls.silent },
      ],
      'the proxy is in trouble': ['unreachable', tag, { look: looks.proxy500 }],
    },
  },
  {
    code: 'commit-gone',
    rule: 'no ref leads to the commit in two looks, and the server does not hand it out',
    cases: {
      'not handed out': [pseudo, { ...twice(noCommit), ...asked(false) }],
      'nobody asked for it by its full name': [pseudo, twice(noCommit)],
    },
    nearMisses: {
      'handed out by its full name': [
        'commit-unreachable',
        pseudo,
        { ...twice(noCommit), ...asked(true) },
      ],
      once: ['suspected commit-gone', pseudo, { look: noCommit, ...asked(false) }],
      'no commit, then no objects': [
        'suspected commit-gone',
        pseudo,
        { look: noCommit, again: looks.broken },
      ],
      'no objects, twice': ['unreachable', pseudo, twice(looks.broken)],
      'there in the second look': ['verified', pseudo, { look: noCommit, again: found('h1:zip') }],
    },
  },
  {
    code: 'commit-unreachable',
    rule: 'no ref leads to the commit in two looks, and the server hands it out',
    cases: {
      'handed out by its full name': [pseudo, { ...twice(noCommit), ...asked(true) }],
    },
    nearMisses: {
      'not handed out': ['commit-gone', pseudo, { ...twice(noCommit), ...asked(false) }],
      'a branch leads to it again': [
        'verified',
        pseudo,
        { look: noCommit, again: found('h1:zip'), ...asked(true) },
      ],
      once: ['suspected commit-gone', pseudo, { look: noCommit, ...asked(true) }],
    },
  },
  {
    code: 'pseudo-invalid',
    rule: 'two looks find a rule of such versions broken',
    cases: {
      'the tag below it is gone': [pseudo, twice(untrue)],
      'the commit has no such module': [pseudo, twice(noModule)],
    },
    nearMisses: {
      once: ['suspected pseudo-invalid', pseudo, { look: untrue }],
      'untrue, then the history could not be read': [
        'suspected pseudo-invalid',
        pseudo,
        { look: untrue, again: looks.broken },
      ],
      'untrue, then the commit was missing': [
        'suspected pseudo-invalid',
        pseudo,
        { look: untrue, again: noCommit },
      ],
      'true in the second look': ['verified', pseudo, { look: untrue, again: found('h1:zip') }],
    },
  },
]

import type { CodeCases } from './case.test-data.ts'
import {
  claims,
  commits,
  found,
  foundGoMod,
  known,
  logged,
  looks,
  named,
  places,
  twice,
} from './seen.test-data.ts'

const { tag, tagWithoutSums, pseudo, pseudoWithoutSums, graphOnly, vanity } = claims
const { a, b } = commits
const retargeted = { repository: places.elsewhere, before: places.here }

/** Codes of the class changed. */
export const changedCases: readonly CodeCases[] = [
  {
    code: 'version-moved',
    rule: 'a tag whose content, hashed, is not the recorded one; or two looks at a commit without the module',
    cases: {
      'other zip than go.sum': [tag, { look: found('h1:other') }],
      'other go.mod than go.sum': [tag, { look: found('h1:zip', { goModSum: 'h1:other' }) }],
      'only go.mod is needed, and it is another': [graphOnly, { look: foundGoMod('h1:other') }],
      'go.sum and the log agree, upstream does not': [
        tag,
        { look: found('h1:other'), sumdb: logged('h1:zip') },
      ],
      'no go.sum line, and the log says otherwise': [
        tagWithoutSums,
        { look: found('h1:other'), sumdb: logged('h1:zip') },
      ],
      'all three differ': [tag, { look: found('h1:other'), sumdb: logged('h1:third') }],
      'another commit than the one that gave the content in go.sum': [
        tag,
        { look: found('h1:other', { hash: b }), known: [known(a, 'h1:zip')] },
      ],
      'neither go.sum nor log, and not what was seen first': [
        tagWithoutSums,
        { look: found('h1:other', { hash: b }), known: [known(a, 'h1:zip')] },
      ],
      'the ref names a commit that was hashed, with other content': [
        tag,
        { look: named(b), known: [known(b, 'h1:other')] },
      ],
      'a commit without the module that go.sum knows, twice': [tag, twice(looks.noModule)],
      'missing in the first look, and other in the second': [
        tag,
        { look: looks.noTag, again: found('h1:other') },
      ],
      'other in both looks': [tag, twice(found('h1:other'))],
    },
    nearMisses: {
      'another commit with the same content': [
        'recreated',
        tag,
        { look: found('h1:zip', { hash: b }), known: [known(a, 'h1:zip')] },
      ],
      'the same commit with another hash': [
        'hash-unstable',
        tag,
        { look: found('h1:other'), known: [known(a, 'h1:zip')] },
      ],
      'the log and upstream agree': [
        'gosum-mismatch',
        tag,
        { look: found('h1:other'), sumdb: logged('h1:other') },
      ],
      'a commit without the module, once': [
        'suspected version-moved',
        tag,
        { look: looks.noModule },
      ],
      'a commit without the module, then a server error': [
        'suspected version-moved',
        tag,
        { look: looks.noModule, again: looks.git500 },
      ],
      'a commit without the module, then the tag was missing': [
        'suspected version-moved',
        tag,
        { look: looks.noModule, again: looks.noTag },
      ],
      'other in one look of two': [
        'suspected version-moved',
        tag,
        { look: found('h1:other', { hash: b }), again: found('h1:zip') },
      ],
    },
  },
  {
    code: 'import-retargeted',
    rule: 'kept elsewhere than when it was verified, with other content',
    cases: {
      'other content than go.sum': [
        vanity,
        { look: found('h1:other', { hash: b }), ...retargeted },
      ],
      'a commit of the same name, and other content': [
        { ...pseudo, path: vanity.path },
        { look: found('h1:other', { hash: b }), sumdb: logged('h1:zip'), ...retargeted },
      ],
      'no go.sum line, and not what was seen first': [
        tagWithoutSums,
        { look: found('h1:other', { hash: b }), known: [known(a, 'h1:zip')], ...retargeted },
      ],
    },
    nearMisses: {
      'the same content': ['import-moved', vanity, { look: found('h1:zip'), ...retargeted }],
      'the same repository, spelled in another way': [
        'version-moved',
        vanity,
        { look: found('h1:other'), repository: places.here, before: places.spelledOtherwise },
      ],
      'the log and upstream agree': [
        'gosum-mismatch',
        vanity,
        { look: found('h1:other'), sumdb: logged('h1:other'), ...retargeted },
      ],
      'the very commit gave something else before': [
        'hash-unstable',
        vanity,
        { look: found('h1:other'), known: [known(a, 'h1:zip')], ...retargeted },
      ],
    },
  },
  {
    code: 'sumdb-mismatch',
    rule: 'go.sum and upstream agree, the log does not',
    cases: {
      'of the zip': [tag, { look: found('h1:zip'), sumdb: logged('h1:other') }],
      'of go.mod': [tag, { look: found('h1:zip'), sumdb: logged('h1:zip', 'h1:other') }],
      'at a commit': [pseudo, { look: found('h1:zip'), sumdb: logged('h1:other') }],
      'by what is known of the commit': [
        tag,
        { look: named(a), known: [known(a, 'h1:zip')], sumdb: logged('h1:other') },
      ],
    },
    nearMisses: {
      'go.sum has no line, so nobody agrees with upstream': [
        'version-moved',
        tagWithoutSums,
        { look: found('h1:zip'), sumdb: logged('h1:other') },
      ],
      'the log agrees with go.sum instead': [
        'version-moved',
        tag,
        { look: found('h1:other'), sumdb: logged('h1:zip') },
      ],
      'the log agrees with upstream instead': [
        'gosum-mismatch',
        tag,
        { look: found('h1:other'), sumdb: logged('h1:other') },
      ],
      'only the module cache tells what the commit holds': [
        'pending',
        tag,
        {
          look: named(a),
          known: [known(a, undefined, { from: 'module-cache' })],
          sumdb: logged('h1:other'),
        },
      ],
      'nothing of upstream could be read': [
        'unreachable',
        tag,
        { look: looks.timeOut, sumdb: logged('h1:other') },
      ],
    },
  },
  {
    code: 'gosum-mismatch',
    rule: 'the log and upstream agree, go.sum does not; or the version is a commit, and no log bears go.sum out',
    cases: {
      'the log and upstream agree': [tag, { look: found('h1:other'), sumdb: logged('h1:other') }],
      'the log and upstream agree about go.mod': [
        tag,
        { look: found('h1:zip', { goModSum: 'h1:other' }), sumdb: logged('h1:zip', 'h1:other') },
      ],
      'a commit pins other content, and no log was asked': [pseudo, { look: found('h1:other') }],
      'a commit, and all three differ': [
        pseudo,
        { look: found('h1:other'), sumdb: logged('h1:third') },
      ],
    },
    nearMisses: {
      'a commit, and go.sum and the log agree': [
        'hash-unstable',
        pseudo,
        { look: found('h1:other'), sumdb: logged('h1:zip') },
      ],
      'a tag, and no log': ['version-moved', tag, { look: found('h1:other') }],
      'a commit that gave the content in go.sum before': [
        'hash-unstable',
        pseudo,
        { look: found('h1:other'), known: [known(a, 'h1:zip')] },
      ],
      'a commit, and go.sum has no line': [
        'hash-unstable',
        pseudoWithoutSums,
        { look: found('h1:other'), sumdb: logged('h1:zip') },
      ],
    },
  },
]

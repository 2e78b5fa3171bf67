import type { CodeCases } from './case.test-data.ts'
import {
  claims,
  commits,
  controls,
  found,
  foundGoMod,
  known,
  logged,
  looks,
  named,
} from './seen.test-data.ts'

const { tag, tagWithoutSums, pseudo, graphOnly } = claims
const { a, b } = commits

/** Codes of the class ok. */
export const okCases: readonly CodeCases[] = [
  {
    code: 'verified',
    rule: 'all that is needed was hashed now, and nothing that was recorded says otherwise',
    cases: {
      'zip and go.mod are those of go.sum': [tag, { look: found('h1:zip') }],
      'no go.sum line, and no log': [tagWithoutSums, { look: found('h1:any') }],
      'no go.sum line, and the log agrees': [
        tagWithoutSums,
        { look: found('h1:zip'), sumdb: logged('h1:zip') },
      ],
      'a commit with the content in go.sum': [pseudo, { look: found('h1:zip') }],
      'only go.mod is needed, and it is that of go.sum': [
        graphOnly,
        { look: foundGoMod('h1:mod') },
      ],
      'only go.mod is needed, and go.sum has a line for the zip, too': [
        { ...graphOnly, goSum: 'h1:zip' },
        { look: foundGoMod('h1:mod') },
      ],
      'go.sum, log and upstream agree': [tag, { look: found('h1:zip'), sumdb: logged('h1:zip') }],
      'the tag was missing in the first look only': [
        tag,
        { look: looks.noTag, again: found('h1:zip') },
      ],
      'the repository was missing in the first look only': [
        tag,
        { look: looks.git404, again: found('h1:zip') },
      ],
      'hashed, and then only named': [tag, { look: found('h1:zip'), again: named(a) }],
      'there, and then the host failed': [tag, { look: found('h1:zip'), again: looks.git404 }],
      'the commit once gave something else, but now what go.sum says': [
        tag,
        { look: found('h1:zip'), known: [known(a, 'h1:other')] },
      ],
    },
    nearMisses: {
      'its zip was not hashed though it is needed': [
        'pending',
        tag,
        { look: foundGoMod('h1:mod') },
      ],
      'the log has another hash than go.sum and upstream': [
        'sumdb-mismatch',
        tag,
        { look: found('h1:zip'), sumdb: logged('h1:other') },
      ],
      'another go.mod in the same zip': [
        'version-moved',
        tag,
        { look: found('h1:zip', { goModSum: 'h1:other' }) },
      ],
      'no go.sum line, and the log says otherwise': [
        'version-moved',
        tagWithoutSums,
        { look: found('h1:zip'), sumdb: logged('h1:other') },
      ],
      'no go.sum line, and another commit gave something else before': [
        'version-moved',
        tagWithoutSums,
        { look: found('h1:zip'), known: [known(b, 'h1:other')] },
      ],
      'right in the first look, and other in the second': [
        'suspected version-moved',
        tag,
        { look: found('h1:zip'), again: found('h1:other', { hash: b }) },
      ],
    },
  },
  {
    code: 'unchanged',
    rule: 'the ref names a commit whose content is known, and is the recorded one',
    cases: {
      'hashed before, and go.sum agrees': [tag, { look: named(a), known: [known(a, 'h1:zip')] }],
      'hashed before, and no go.sum line': [
        tagWithoutSums,
        { look: named(a), known: [known(a, 'h1:zip')] },
      ],
      'told by a server': [
        tag,
        { look: named(a), known: [known(a, 'h1:zip', { from: 'server' })] },
      ],
      'told by the module cache': [
        tag,
        { look: named(a), known: [known(a, undefined, { from: 'module-cache' })] },
      ],
      'a commit that was hashed before': [pseudo, { look: named(a), known: [known(a, 'h1:zip')] }],
      'only go.mod is needed, and it was hashed before': [
        graphOnly,
        { look: named(a), known: [known(a, undefined, { goModSum: 'h1:mod' })] },
      ],
      'only go.mod is needed, and the module cache tells of it': [
        graphOnly,
        { look: named(a), known: [known(a, undefined, { from: 'module-cache' })] },
      ],
      'named in the second look': [
        tag,
        { look: looks.noTag, again: named(a), known: [known(a, 'h1:zip')] },
      ],
    },
    nearMisses: {
      'the commit is not known': ['pending', tag, { look: named(b), known: [known(a, 'h1:zip')] }],
      'nothing is known': ['pending', tag, { look: named(a) }],
      'what is known of the commit is another folder': [
        'pending',
        tag,
        { look: named(a), known: [known(a, 'h1:zip', { isElsewhere: true })] },
      ],
      'only the go.mod of the commit is known, and all is needed': [
        'pending',
        tag,
        { look: named(a), known: [known(a, undefined, { goModSum: 'h1:mod' })] },
      ],
      'the module cache names the commit, and go.sum has no line': [
        'pending',
        tagWithoutSums,
        { look: named(a), known: [known(a, undefined, { from: 'module-cache' })] },
      ],
      'a server tells other content than go.sum: that must be read': [
        'pending',
        tag,
        { look: named(a), known: [known(a, 'h1:other', { from: 'server' })] },
      ],
      'the commit was hashed, and holds something else': [
        'version-moved',
        tag,
        { look: named(b), known: [known(a, 'h1:zip'), known(b, 'h1:other')] },
      ],
      'the content is known, but nobody was asked': [
        'stale',
        tag,
        { look: looks.offline, known: [known(a, 'h1:zip')] },
      ],
      'the content is known, but the host says 404 twice': [
        'suspected repo-gone',
        tag,
        {
          look: looks.git404,
          again: looks.git404,
          known: [known(a, 'h1:zip')],
          control: controls.repository,
        },
      ],
    },
  },
]

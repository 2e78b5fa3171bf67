import type { VerdictCodeOf } from '../verdicts.ts'
import type { VerdictPage } from './verdict-page.ts'

type Code = Extract<VerdictCodeOf<'lost'>, 'repo-gone' | 'import-dead' | 'replace-missing'>

/** What there is to read about modules whose place is gone. */
export const gonePlacePages: Readonly<Record<Code, VerdictPage>> = {
  'repo-gone': {
    meaning:
      'The repository is deleted, or was made private: from outside both look the same. A build lives on a cache alone, and ends with it.',
    evidence:
      'git was told 404 or 410 in two looks, the page of the repository says so too, and another repository of the same host answers. Where none is known there, its front page must answer, and looks over three days must have seen the same. Where git was told 401 or 403, as forges do that hide what is not there, it also takes the forge itself, which says 404 to a token, or an earlier day on which the repository could be read by anybody; and time alone proves nothing.',
    nearMisses: [
      {
        what: 'git and the control repository are both told 401: the host is tired of us.',
        says: 'throttled',
      },
      {
        what: 'Only the front page of the host answers: a forge in trouble may say 404 to all that it keeps.',
        says: 'suspected',
      },
      { what: 'git is told 401, and the page of the repository answers.', says: 'auth-required' },
      {
        what: 'git is told 401 and the page 404, and nobody ever saw it public.',
        says: 'suspected',
      },
      { what: 'The path is among those that are private.', says: 'private' },
    ],
    wayOut:
      'Find a copy of the same content: a fork, an archive, your mirror. Equal hashes prove it. Or take the smallest step of whoever requires it after which nobody does.',
    realCase:
      'github.com/droundy/goopt was deleted, and each release build of a project that needed it published nothing, without an error.',
  },
  'import-dead': {
    meaning:
      'The domain in the import path no longer says where the module lives. The repository may well exist, but go cannot find it.',
    evidence:
      'Either the page was read twice and names no repository, whatever its status, and a control on the host answers. Or two resolvers say that the domain does not exist, one of them the registry itself, while a control domain resolves.',
    nearMisses: [
      { what: 'The page says 404, but has the tag: go reads it all the same.', says: 'verified' },
      {
        what: 'The host gives the same page for every path: parked, and perhaps back tomorrow.',
        says: 'suspected',
      },
      { what: 'Resolvers say SERVFAIL or nothing.', says: 'unreachable' },
    ],
    wayOut:
      'Replace the path by the repository behind it, if you know it: the content and its hashes are the same.',
    realCase:
      'vbom.ml lapsed for good; the same code is at github.com/fvbommel/util. gorgonia.org lapsed, was parked, came back, and lapsed again.',
  },
  'replace-missing': {
    meaning:
      'A replace line names a folder that is not there, or that has no go.mod. go refuses to build.',
    evidence: 'One look at the folder: it is on this machine.',
    nearMisses: [
      { what: 'A replace line names a module, and that is gone.', says: 'repo-gone' },
      { what: 'The replace line belongs to a dependency: go ignores it.', says: 'verified' },
    ],
    wayOut: 'Bring the folder back, or change the line.',
    realCase: 'A line for working on two projects at once that was committed by accident.',
  },
}

import type { VerdictCodeOf } from '../verdicts.ts'
import type { VerdictPage } from './verdict-page.ts'

type Code = Extract<
  VerdictCodeOf<'undetermined'>,
  'suspected' | 'hash-unstable' | 'unsupported' | 'stale' | 'pending'
>

/** What there is to read about modules of which not enough is known. */
export const unaskedPages: Readonly<Record<Code, VerdictPage>> = {
  suspected: {
    meaning:
      'It looks lost or changed, and is not proved. The report says which, how many looks saw it, since when, and when to look again.',
    evidence: 'At least one look that saw a loss or a change, and less than its kind takes.',
    nearMisses: [
      { what: 'A second look saw it as it was.', says: 'verified' },
      { what: 'Two looks, a second channel and a control agree.', says: 'repo-gone' },
    ],
    wayOut:
      'Look again at the time given. Nothing is lost until then, and nothing is proved to be fine.',
    realCase: 'A forge that says 404 to everything for some minutes while it is being updated.',
  },
  'hash-unstable': {
    meaning:
      'The same commit gave other content before. A commit cannot change, so what differs is how the archive is made: by us, or by attributes in the repository that put the time or the version of git into files.',
    evidence:
      'One commit and two hashes; or a version that names its commit, while go.sum and the public log agree on another hash.',
    nearMisses: [
      { what: 'The tag names another commit than before.', says: 'version-moved' },
      { what: 'Only go.sum differs, and no log bears it out.', says: 'gosum-mismatch' },
    ],
    wayOut:
      'Take it for a fault of ours first, and report it. If the repository uses export-subst, ask its author to drop that.',
    realCase:
      'Go issue 27153: a file with export-subst changed as its abbreviated hashes grew longer with the repository.',
  },
  unsupported: {
    meaning: 'It cannot be judged here, which is not the same as being fine.',
    evidence:
      'A version control system that is not read, content that breaks the rules of Go, an address that our own rules refuse, or an answer that names no place.',
    nearMisses: [
      { what: 'The system is read, but its server does not answer.', says: 'unreachable' },
      { what: 'The version is not there.', says: 'version-gone' },
    ],
    wayOut: 'Read the reason. An address that is refused can be allowed in the configuration.',
    realCase: 'Modules that were kept in Bazaar, which Go itself no longer reads.',
  },
  stale: {
    meaning:
      'Nobody was asked this time. It is known from before: what content it had, or that it was seen lost or changed, which the report tells.',
    evidence:
      'A run that may not ask, and content that is known from an earlier one, or a loss or change that an earlier one saw.',
    nearMisses: [
      { what: 'Nothing is known of it from before.', says: 'pending' },
      { what: 'The network failed, in a run that may ask.', says: 'unreachable' },
    ],
    wayOut: 'Run it again without --offline.',
    realCase: 'A check in a train.',
  },
  pending: {
    meaning: 'It was not looked at yet, or not closely enough to say anything.',
    evidence:
      'None: the check was ended early, or a ref names a commit whose content was not read.',
    nearMisses: [
      { what: 'The host took too long to answer.', says: 'unreachable' },
      { what: 'The run may not ask, and knows it from before.', says: 'stale' },
    ],
    wayOut: 'Run it again, with a longer --timeout if there was one.',
    realCase: 'Ctrl-C.',
  },
}

import type { VerdictCodeOf } from '../verdicts.ts'
import type { VerdictPage } from './verdict-page.ts'

type Code = Extract<
  VerdictCodeOf<'fragile'>,
  'recreated' | 'path-mismatch' | 'retracted' | 'deprecated'
>

/** What there is to read about modules whose content is equal, but not as it should be. */
export const contentPages: Readonly<Record<Code, VerdictPage>> = {
  recreated: {
    meaning:
      'The tag was deleted and made again. It names another commit with the same files, so builds get what they always got.',
    evidence: 'Two commits, and one hash.',
    nearMisses: [
      { what: 'The tag became an annotated one and names the same commit.', says: 'verified' },
      { what: 'The files of the other commit differ.', says: 'version-moved' },
    ],
    wayOut:
      'Nothing to do. An author who moves tags may do so again: read the next release with care.',
    realCase:
      'History that is rewritten to change an address of an author moves every tag and no file.',
  },
  'path-mismatch': {
    meaning:
      'Its go.mod declares another module path than the one you use. go accepts that for a replaced module or for old versions, but not for new ones.',
    evidence: 'The module line of the go.mod that was read in this run.',
    nearMisses: [
      {
        what: 'A replace line puts the module in the place of the path that it declares.',
        says: 'verified',
      },
      {
        what: 'The declared path has another major version, so that go refuses it.',
        says: 'version-gone',
      },
    ],
    wayOut: 'Require the path that it declares.',
    realCase:
      'After github.com/xdg/stringprep became github.com/xdg-go/stringprep, every newer tag declared the new path and could no longer be had by the old one.',
  },
  retracted: {
    meaning:
      'Its author has withdrawn this version, and says so in a later go.mod. It can still be had.',
    evidence:
      'A retract line that covers the version, in the go.mod of the newest version of the same path.',
    nearMisses: [
      { what: 'A retract line covers other versions only.', says: 'verified' },
      { what: 'The tag was deleted as well.', says: 'version-gone' },
    ],
    wayOut: 'Read the reason beside the line, and take the version that it names.',
    realCase:
      'A release that went out with a broken build is usually withdrawn within a day by the next one.',
  },
  deprecated: {
    meaning: 'Its author advises against the module as a whole, and usually names another.',
    evidence:
      'A comment that begins with "Deprecated:" above the module line of the newest go.mod.',
    nearMisses: [
      {
        what: 'Such a comment stands in the go.mod of your version, and no longer in the newest.',
        says: 'verified',
      },
      { what: 'Only this version was withdrawn.', says: 'retracted' },
    ],
    wayOut: 'Follow what the comment says.',
    realCase: 'github.com/golang/protobuf, which points at google.golang.org/protobuf.',
  },
}

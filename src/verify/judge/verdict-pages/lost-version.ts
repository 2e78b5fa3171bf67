import type { VerdictCodeOf } from '../verdicts.ts'
import type { VerdictPage } from './verdict-page.ts'

type Code = Extract<
  VerdictCodeOf<'lost'>,
  'version-gone' | 'commit-gone' | 'commit-unreachable' | 'pseudo-invalid'
>

/** What there is to read about versions that are gone while their repository is there. */
export const goneVersionPages: Readonly<Record<Code, VerdictPage>> = {
  'version-gone': {
    meaning: 'The repository is there, and the tag of this version is not.',
    evidence:
      'Two complete lists of refs without the tag, under the prefix that a module in a subfolder has. From a module proxy that an import page names: two looks and a control.',
    nearMisses: [
      { what: 'The list broke off before its end.', says: 'unreachable' },
      { what: 'The tag was missing once and is there again.', says: 'verified' },
      {
        what: 'The tag is there and names a commit without the module that go.sum knows.',
        says: 'version-moved',
      },
    ],
    wayOut:
      'Take the next version, or ask the author to push the tag again: the commit is often still there.',
    realCase: 'Tags that were pushed by mistake and removed after somebody had required them.',
  },
  'commit-gone': {
    meaning:
      'A version without a tag names its commit, and no branch or tag of the repository leads to that commit any more.',
    evidence:
      'The history of all branches and tags, in two looks; and the server does not hand the commit out when asked for it by its full name.',
    nearMisses: [
      { what: 'The server hands the commit out by its full name.', says: 'commit-unreachable' },
      { what: 'The server gave no objects, or broke off.', says: 'unreachable' },
    ],
    wayOut: 'Take a tagged version, or a newer commit. Only a copy still has the old one.',
    realCase:
      'A branch that was squashed on merging, after somebody had required one of its commits, as with github.com/eclipse/che-plugin-broker at b20597f15e4c.',
  },
  'commit-unreachable': {
    meaning:
      'The server still has the commit, but no branch or tag leads to it. go refuses such commits, since anybody can place one there through a fork; and the server may drop it any day.',
    evidence: 'As for a commit that is gone, but the server hands it out by its full name.',
    nearMisses: [
      { what: 'A tag leads to the commit, though no branch does.', says: 'verified' },
      { what: 'The server does not hand it out.', says: 'commit-gone' },
    ],
    wayOut: 'Rescue it now, while it can be fetched. Ask the author to tag it.',
    realCase: 'github.com/hashicorp/packer at aef4ced967ec: there by its hash, and refused by go.',
  },
  'pseudo-invalid': {
    meaning:
      'The commit is there, but the version says something about it that is not true, so go refuses it: the tag that it counts from is gone or moved, or its time is another.',
    evidence:
      'The rules that go has for such versions, each against the refs and the history, in two looks.',
    nearMisses: [
      {
        what: 'The tag that it counts from was moved, and still leads to the commit.',
        says: 'verified',
      },
      { what: 'The history could not be read.', says: 'unreachable' },
    ],
    wayOut:
      'Ask for the commit anew by its hash: go get PATH@HASH writes the version that is true now.',
    realCase:
      'github.com/florianl/go-tc: the tag below a version was deleted, and "preceding tag (v0.1.0) not found" was all that anybody saw.',
  },
}

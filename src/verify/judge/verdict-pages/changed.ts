import type { PagesOf } from './verdict-page.ts'

/** What there is to read about codes of the class changed. */
export const changedPages: PagesOf<'changed'> = {
  'version-moved': {
    meaning:
      'The tag names other content than the content that was published under this version. A build from upstream fails its checksum; a build that never saw the old content gets the new one without a word.',
    evidence:
      'Both hashes: the one that go.sum or the checksum database has, and the one of what upstream gave in this run, made from another commit than before as far as that is known. Where the tag names a commit without the module, two looks.',
    nearMisses: [
      { what: 'The tag names another commit with the same content.', says: 'recreated' },
      {
        what: 'The tag names the same commit as before, and yet the hash is another.',
        says: 'hash-unstable',
      },
      {
        what: 'Upstream and the checksum database agree; only go.sum differs.',
        says: 'gosum-mismatch',
      },
    ],
    wayOut:
      'Do not delete go.sum, and do not switch checksums off: they are all that still knows the old content. Read the difference. Then take the next version that verifies, and ask the author for a new tag instead of a moved one.',
    realCase:
      'github.com/adrg/xdg v0.5.1 was tagged anew with another README.md; v0.5.2 followed the next day. In boltdb-go/bolt the same move hid a back door for three years: the tag was made harmless once the bad content was cached.',
  },
  'import-retargeted': {
    meaning:
      'The import page names another repository than before, and what that has under this version is something else. Whoever controls the page decides what you build.',
    evidence:
      'The repository that the module was last verified from, the one that its page names now, and the hashes of both contents.',
    nearMisses: [
      { what: 'The other repository has the same content.', says: 'import-moved' },
      { what: 'The repository is the same, and the tag was moved.', says: 'version-moved' },
    ],
    wayOut:
      'Find out who owns the domain now. Until then pin the former repository by a replace line, or take the content that your mirror holds.',
    realCase: 'A domain that lapses is bought, and its page answers for every path below it.',
  },
  'sumdb-mismatch': {
    meaning:
      'Upstream and go.sum agree with each other and not with the public log. Either you were given something that nobody else was, or the log saw something that was taken back at once.',
    evidence:
      'Three hashes, and a record of the checksum database that is proved to be in its log.',
    nearMisses: [
      { what: 'The log and upstream agree; go.sum does not.', says: 'gosum-mismatch' },
      { what: 'The log and go.sum agree; upstream does not.', says: 'version-moved' },
    ],
    wayOut:
      'Compare with somebody elsewhere before you build. Take another version if you can: everybody who checks against the log will be refused this one.',
    realCase:
      'golang.zx2c4.com/wireguard/windows v1.0.1 was tagged again after the log had it: whoever wrote go.sum from upstream, with the log switched off, has a line that the log contradicts.',
  },
  'gosum-mismatch': {
    meaning:
      'go.sum names content that upstream never had under this commit, or that the public log does not know. It is go.sum that is wrong.',
    evidence:
      'Upstream and the checksum database agree on a hash that is not the one in go.sum; or, without a database, the version is a commit, which pins its content.',
    nearMisses: [
      { what: 'go.sum and the checksum database agree; upstream does not.', says: 'version-moved' },
      { what: 'The commit is known to have given the content in go.sum.', says: 'hash-unstable' },
    ],
    wayOut:
      'Find the commit of your project that wrote the line, and where its author got the module from: a private proxy, a fork, a hand. Replace the line only when you know.',
    realCase:
      'github.com/btcsuite/btcd pull request 1487: a line in go.sum that nobody else could reproduce.',
  },
}

import type { PagesOf } from './verdict-page.ts'

/** What there is to read about codes of the class ok. */
export const okPages: PagesOf<'ok'> = {
  verified: {
    meaning:
      'Upstream gave the whole content just now, and its hashes are the recorded ones. A build without any mirror gets the same bytes.',
    evidence:
      'The zip that go would make was made from upstream and hashed in this run; for a module of which only go.mod is needed, that file. Both go.sum and the checksum database agree, as far as they have a line. Without any line it is tentative: the content exists, but nothing says that it is the right one.',
    nearMisses: [
      { what: 'The ref is there, but its content was not read.', says: 'pending' },
      {
        what: 'The content equals go.sum, but the checksum database has another hash.',
        says: 'sumdb-mismatch',
      },
    ],
    wayOut: 'Nothing to do.',
    realCase:
      'Most modules, most of the time: that is what the other verdicts are measured against.',
  },
  unchanged: {
    meaning:
      'The ref names the commit whose content was hashed before. A commit never changes, so the content is still the recorded one.',
    evidence:
      'A list of refs, read in this run, names a commit whose hashes are known and equal go.sum. Where only the module cache tells which commit it was, it is tentative: nobody signed that.',
    nearMisses: [
      { what: 'The ref names a commit that was never hashed.', says: 'pending' },
      {
        what: 'The ref names a commit that is known to hold something else.',
        says: 'version-moved',
      },
    ],
    wayOut: 'Nothing to do. The level "content" hashes everything anew.',
    realCase: 'Every second run: one list of refs for each repository, and nothing is fetched.',
  },
}

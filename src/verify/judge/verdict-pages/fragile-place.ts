import type { VerdictCodeOf } from '../verdicts.ts'
import type { VerdictPage } from './verdict-page.ts'

type Code = Extract<
  VerdictCodeOf<'fragile'>,
  'redirected' | 'owner-free' | 'import-moved' | 'insecure-origin' | 'archived'
>

/** What there is to read about modules whose place is not what it was. */
export const placePages: Readonly<Record<Code, VerdictPage>> = {
  redirected: {
    meaning:
      'The repository was renamed, and is found only since its forge still sends you on. Such a redirect ends without notice.',
    evidence:
      'The answer came from another repository than the one that was asked for, and the content is equal.',
    nearMisses: [
      { what: 'The forge adds .git to the address, or goes from http to https.', says: 'verified' },
      { what: 'The redirect leads to a sign-in page.', says: 'auth-required' },
    ],
    wayOut: 'Move to the new path if the module has one; else tell its author, and keep a copy.',
    realCase:
      'github.com/google/cel-go went to another owner in June 2026 with the promise of a redirect; in September the old address said that there is no such repository.',
  },
  'owner-free': {
    meaning:
      'The repository is found through a redirect, and nobody has the name of its former owner. Whoever takes that name takes the address, and what they put there is what you get next.',
    evidence:
      'A redirect to another owner; the page of the former owner says 404 or 410; and the page of the new owner is there, so that it is not a host without such pages.',
    nearMisses: [
      { what: 'The page of the former owner answers: the name is taken.', says: 'redirected' },
      { what: 'The page of the former owner says 429, or does not answer.', says: 'redirected' },
    ],
    wayOut:
      'Move to the new path at once, or replace the old one by it. Tell the author, not the world.',
    realCase:
      'A survey of 2023 counted more than 15,000 Go repositories on GitHub whose former owner names were free.',
  },
  'import-moved': {
    meaning:
      'The import page names another repository than before. The content is the same today; who decides about tomorrow may be somebody else.',
    evidence:
      'The repository of the last verification, the one that the page names now, and equal hashes.',
    nearMisses: [
      { what: 'The other repository has other content.', says: 'import-retargeted' },
      { what: 'The page spells the same repository in another way.', says: 'verified' },
    ],
    wayOut: 'Look who owns the new repository. If it is the author, there is nothing to do.',
    realCase:
      'Projects that change their forge and keep their import path, which is what import pages are for.',
  },
  'insecure-origin': {
    meaning:
      'The repository or its import page is read without encryption. Everybody on the way may change what you get; only go.sum would notice.',
    evidence:
      'The address that was read in the end begins with http, git or svn, or was allowed to by GOINSECURE.',
    nearMisses: [
      { what: 'The address begins with http, but sends on to https.', says: 'verified' },
      { what: 'The certificate is expired, and nothing else was tried.', says: 'tls-invalid' },
    ],
    wayOut: 'Ask whoever runs the host for https. Never drop go.sum for such a module.',
    realCase: 'Forges inside of companies, and old Subversion servers.',
  },
  archived: {
    meaning:
      'The forge says that the repository is archived: it can be read, and nobody will mend it.',
    evidence: 'The interface of the forge, asked with a token for that host, says so.',
    nearMisses: [
      { what: 'Nothing was pushed for years.', says: 'verified' },
      { what: 'The interface refuses to say.', says: 'verified' },
    ],
    wayOut: 'Look for a fork that lives, and keep a copy.',
    realCase: 'openbao counted 20 archived repositories among its dependencies in February 2026.',
  },
}

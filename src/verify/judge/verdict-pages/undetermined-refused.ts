import type { VerdictCodeOf } from '../verdicts.ts'
import type { VerdictPage } from './verdict-page.ts'

type Code = Extract<
  VerdictCodeOf<'undetermined'>,
  'unreachable' | 'throttled' | 'auth-required' | 'tls-invalid' | 'opted-out' | 'private'
>

/** What there is to read about modules whose upstream did not answer us. */
export const refusedPages: Readonly<Record<Code, VerdictPage>> = {
  unreachable: {
    meaning:
      'Upstream could not be reached, or its answer was of no use. That says nothing about the module.',
    evidence:
      'A time-out, a refused or broken connection, a server error, an answer that breaks off, or a name that cannot be resolved now.',
    nearMisses: [
      {
        what: 'Two resolvers, one of them the registry, say that the domain does not exist.',
        says: 'import-dead',
      },
      { what: 'The server says 503 and when to come again.', says: 'throttled' },
    ],
    wayOut:
      'Ask again later. Where name servers no longer know their own zone for weeks, the domain is as good as dead: look for another path.',
    realCase:
      'go.lsp.dev pointed at name servers that had dropped it, so that resolvers said SERVFAIL for weeks. dev.gaijin.team said 502 and was back the same day.',
  },
  throttled: {
    meaning: 'Upstream wants fewer requests. That says nothing about the module.',
    evidence:
      'A status of 429, or 403 or 503 with the time to come again; or 401 and 403 when the control repository, which exists, got the same.',
    nearMisses: [
      { what: 'Only this repository is told 401, and the control is not.', says: 'auth-required' },
      { what: 'The server says 503 and nothing else.', says: 'unreachable' },
    ],
    wayOut:
      'Ask again after the time given, or with a token for that host. A Headwater server asks once for everybody.',
    realCase:
      'Since September 2026 GitHub answers "Repository not found" with 401 to machines that ask too often, for repositories that anybody can read.',
  },
  'auth-required': {
    meaning:
      'Upstream wants credentials, or hides that the repository is not there. That says nothing about the module.',
    evidence: 'A status of 401 or 403, and nothing that proves more.',
    nearMisses: [
      { what: 'The control repository got the same.', says: 'throttled' },
      { what: 'The page says 404, and the forge says 404 to a token.', says: 'repo-gone' },
    ],
    wayOut: 'Give credentials for the host, or name the path as private.',
    realCase: 'Forges of companies, which show nothing to those who are not signed in.',
  },
  'tls-invalid': {
    meaning:
      'The certificate of the host is expired, for another name, or from an authority that nobody knows. go refuses it as well.',
    evidence: 'The check of the certificate.',
    nearMisses: [
      { what: 'The connection broke off before there was a certificate.', says: 'unreachable' },
      { what: 'The path may be read without encryption, and was.', says: 'insecure-origin' },
    ],
    wayOut: 'Tell whoever runs the host. It is usually mended within hours.',
    realCase:
      'The hosts of go-xmp and of xurls, each for a short while after somebody had forgotten to renew a certificate.',
  },
  'opted-out': {
    meaning: 'The host asks to be left alone by machines that nobody waits for, and we do.',
    evidence: 'Its robots.txt.',
    nearMisses: [
      { what: 'The host lets us ask, but not so often.', says: 'throttled' },
      { what: 'Somebody waits for the answer: then it is asked.', says: 'verified' },
    ],
    wayOut: 'Run the check yourself: what a person asks for is not held back.',
    realCase: 'Small forges that were read to exhaustion by mirrors.',
  },
  private: {
    meaning:
      'You have named the path as private. What we are not shown there, or did not ask for, says nothing about it.',
    evidence:
      'The path is private by the configuration, and upstream showed nothing of it from where we are, or nobody was asked.',
    nearMisses: [
      { what: 'The repository can be read: then it is judged like any other.', says: 'verified' },
      { what: 'The repository wants credentials.', says: 'auth-required' },
    ],
    wayOut: 'Run the check inside your network, with credentials.',
    realCase: 'Names that only the resolvers of a company know.',
  },
}

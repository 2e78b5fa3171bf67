import { Failure, type FailureCode } from '../../failure.ts'
import { serverWords } from './server-words.ts'

/**
 * What git servers say when they do not give a repository, and what it means for "is it there?"; the first that fits
 * counts. Those of git itself, of its daemon, and of the hosts and server programs that are seen most.
 */
const meanings: readonly [RegExp, FailureCode, string][] = [
  [/command not found|unrecognized command|unknown command/i, 'unsupported', 'it gives no git'],
  [/rate limit|too many (requests|connections)|slow down/i, 'throttled', 'it wants fewer requests'],
  [
    /not found|could not be found|cannot find repository|no such (repository|project|file)|does not exist|does not appear to be a git|not a git repository|access denied or repository not exported|repository not exported|not a repository/i,
    'not-found',
    'no such repository',
  ],
  [
    /permission denied|denied by|access denied|not authori[sz]ed|unauthori[sz]ed|authentication failed|do(es)? not have (permission|access)/i,
    'auth-required',
    'it wants other credentials, or hides that it is not there',
  ],
]

/** What a server's words mean in which it refuses to serve a repository at all. */
export function refusal(text: string, url: string): Failure {
  const [, code, meaning] = meanings.find(([sign]) => sign.test(text)) ?? [
    undefined,
    'unreachable' as const,
    'it does not serve the repository',
  ]
  const words = serverWords(text)
  return new Failure(code, `Cannot read ${url}: ${meaning} (the server says ${words})`, {
    url,
    at: 'repository',
  })
}

/** What the words mean in which a server refuses objects: one that is not there, or trouble. */
export function serverError(text: string, url: string): Failure {
  const words = serverWords(text)
  if (/not our ref|no such (remote )?ref|unadvertised object/i.test(text)) {
    return new Failure('not-found', `No such object in ${url}: the server says ${words}`, {
      url,
      at: 'commit',
    })
  }
  return noObjects(url, `the server says ${words}`)
}

/** What it means that a server gives no objects, and no reason. */
export function noPack(url: string): Failure {
  return noObjects(url, 'the answer has no pack')
}

function noObjects(url: string, why: string): Failure {
  const text = `Cannot read objects of ${url}: ${why}`
  return new Failure('unreachable', text, { url, at: 'repository' })
}

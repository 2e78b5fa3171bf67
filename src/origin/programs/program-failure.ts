import { Failure, type FailureCode } from '../../failure.ts'

/** What programs say, in English, and what it means for "is this repository there?"; the first that fits counts. */
const meanings: readonly [RegExp, FailureCode, string][] = [
  [/certificate|SSL|TLS/i, 'tls-invalid', 'its certificate is not valid'],
  [/\b429\b|too many requests/i, 'throttled', 'the server wants fewer requests'],
  [
    /\b40[13]\b|authori[sz]ation|authentication|not authori[sz]ed|login/i,
    'auth-required',
    'the server wants credentials, or hides that it is not there',
  ],
  [
    /\b(404|410)\b|not found|non-existent|doesn't exist|does not exist/i,
    'not-found',
    'the server says that it is not there',
  ],
  [
    /\b(HTTP (Error|status)|server says:) '?5\d\d|\b50[0-4]\b/i,
    'unreachable',
    'the server is in trouble',
  ],
  [
    /does not appear to be|not a .*repository|E200007|E210005|E17500[39]|server (returned an error|sends error)/i,
    'not-found',
    'the server answers, but has no such repository',
  ],
]

/**
 * Why a version control program could not read a repository. Of what it printed only its own first line is repeated:
 * the next ones may be whatever a server sent.
 */
export function programFailure(program: string, url: string, stderr: string): Failure {
  const said = stderr.replaceAll('\r', '\n').trim()
  const [, code, why] = meanings.find(([sign]) => sign.test(said)) ?? [
    undefined,
    'unreachable' as const,
    'it could not be asked',
  ]
  const details = { url, at: 'repository' as const }
  return new Failure(code, `Cannot read ${url}: ${why} (${program}: ${firstLine(said)})`, details)
}

function firstLine(text: string): string {
  const [line = ''] = text.replace(/(sends error):.*/s, '$1').split('\n', 1)
  return (
    line.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, ' ').slice(0, 200) || 'it does not say why'
  )
}

import { Failure, type FailureCode } from '../../failure.ts'

type Meaning = readonly [FailureCode, string]

const denied: Meaning = [
  'auth-required',
  'the server wants credentials, or hides that it is not there',
]
const absent: Meaning = ['not-found', 'the server says that it is not there']
const limited: Meaning = ['throttled', 'the server wants fewer requests']
const untrusted: Meaning = ['tls-invalid', 'its certificate is not valid']
const troubled: Meaning = ['unreachable', 'the server is in trouble']
const strange: Meaning = ['unreachable', 'the server answers, but not as such a repository does']
const unasked: Meaning = ['unreachable', 'it could not be asked']

/** What the line that tells says, in English, without URLs and paths; the first that fits counts. */
const meanings: readonly (readonly [RegExp, Meaning])[] = [
  [/^svn: E(?:160013|210005)/, absent],
  [/^svn: E(?:170001|175013|215004)/, denied],
  [/^svn: E(?:200007|17500[39]|175015)/, strange],
  [/certificate|SSL|TLS/i, untrusted],
  [/authori[sz]ation|authentication|not authori[sz]ed|login/i, denied],
  [/does not appear to be|not a .*repository|server (?:returned an error|sends error)/i, strange],
  [/not found|non-existent|doesn't exist|does not exist/i, absent],
]

/** How a program begins a line that says what is wrong. */
const complaint = /^(?:svn: E\d{6}: |abort: |Error: |server (?:says|sends error))/

/** Source: `svn_error_codes.h`: `SVN_ERR_RA_CANNOT_CREATE_SESSION`, and what `svn info` says when a target failed */
const wrapper = /^svn: E(?:170013|200009): /

/**
 * Why a version control program could not read a repository: `not-found` only where the server said so, `unreachable`
 * for whatever is not known here. Of what the program printed only the one line that tells is repeated: others may be
 * whatever a server sent.
 */
export function programFailure(program: string, url: string, stderr: string): Failure {
  const line = tellingLine(stderr)
  const [code, why] = meaningOf(line)
  const own = line.startsWith(`${program}: `) ? line.slice(program.length + 2) : line
  const shown = own.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, ' ').slice(0, 200)
  const text = `Cannot read ${url}: ${why} (${program}: ${shown || 'it does not say why'})`
  return new Failure(code, text, { url, at: 'repository' })
}

/** The first complaint that is not only the consequence of another one; else the first line. */
function tellingLine(stderr: string): string {
  const own = stderr.replace(/(sends error):.*/s, '$1')
  const lines = own
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const complaints = lines.filter((line) => complaint.test(line))
  return complaints.find((line) => !wrapper.test(line)) ?? complaints[0] ?? lines[0] ?? ''
}

function meaningOf(line: string): Meaning {
  const said = line.replaceAll(/'\/[^']*'|\b[\w+]+:\/\/\S*/g, '')
  const status = /(?:HTTP error|HTTP status|server error|server says:) '?(\d{3})\b/i.exec(said)?.[1]
  if (status !== undefined) return ofStatus(Number(status))
  return meanings.find(([sign]) => sign.test(said))?.[1] ?? unasked
}

/** As git's servers are understood. */
function ofStatus(status: number): Meaning {
  if (status === 429) return limited
  if (status === 401 || status === 403) return denied
  if (status === 404 || status === 410) return absent
  return status >= 500 ? troubled : strange
}

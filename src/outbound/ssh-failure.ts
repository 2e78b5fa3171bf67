import { Failure, type FailureCode } from '../failure.ts'

/** What the ssh program says, in its only language, and what that means; the first that fits counts. */
const meanings: readonly [RegExp, FailureCode, (host: string) => string, string][] = [
  [
    /HOST IDENTIFICATION HAS CHANGED|host key .* has changed/i,
    'tls-invalid',
    (host) => `${host} has another host key than the known-hosts file says`,
    'Find out why before you change that file: this is how an attack looks',
  ],
  [
    /host key is known for|host key verification failed/i,
    'tls-invalid',
    (host) => `the known-hosts file has no key of ${host}`,
    'Add the line that the people who run that host publish',
  ],
  [
    /permission denied \(|too many authentication failures/i,
    'auth-required',
    (host) => `${host} does not accept the key that is configured for it`,
    'Have the people who run that host allow the key, or configure another one under [[ssh]]',
  ],
  [
    /no user exists for uid/i,
    'unsupported',
    () => 'ssh does not run as a user that the system does not know by name',
    'Run Headwater as a user that is in /etc/passwd',
  ],
  [
    /unable to negotiate|no matching .* found|no mutual/i,
    'unsupported',
    (host) => `${host} and this ssh have no algorithm in common`,
    'One of both needs a newer version of its ssh',
  ],
]

/** What ended the ssh program when that was its own doing, as its exit code 255 says; undefined where it does not tell. */
export function sshFailure(stderr: string, host: string, url: string): Failure | undefined {
  const found = meanings.find(([sign]) => sign.test(stderr))
  if (!found) return undefined
  const [, code, reason, hint] = found
  const text = `Cannot read ${url}: ${reason(host)}`
  return new Failure(code, text, { url, at: 'repository', hint })
}

import { basic } from '../outbound/basic-auth.ts'
import type { HostCredential } from '../outbound/credentials.ts'

/** A token that stands in a variable, and what it is good for. */
export interface EnvironmentToken {
  readonly credentials: readonly HostCredential[]
  /** Which variable it is, and who is told; without the token. */
  readonly note: string
}

/** A forge whose own tools look for a token in variables. */
interface TokenRule {
  /** The first that is set counts. */
  readonly variables: readonly string[]
  readonly host: string
  /**
   * Variables that name the forge which the token is for: an instance of one's own, where programs that CI runs find them.
   * A URL or a host.
   */
  readonly forgeIn: readonly string[]
  readonly credentials: (token: string) => readonly HostCredential[]
}

const rules: readonly TokenRule[] = [
  {
    variables: ['GH_TOKEN', 'GITHUB_TOKEN'],
    host: 'github.com',
    // Runners of other forges set GITHUB_TOKEN as well, and say here whose it is.
    forgeIn: ['GITHUB_SERVER_URL', 'GH_HOST'],
    credentials: (token) => [
      { host: 'github.com', authorization: basic('x-access-token', token) },
      { host: 'api.github.com', authorization: `Bearer ${token}` },
    ],
  },
  {
    variables: ['GITLAB_TOKEN'],
    host: 'gitlab.com',
    forgeIn: ['GITLAB_HOST', 'CI_SERVER_HOST'],
    credentials: (token) => [
      { host: 'gitlab.com', path: '/api/', authorization: `Bearer ${token}` },
      { host: 'gitlab.com', authorization: basic('oauth2', token) },
    ],
  },
  {
    variables: ['CODEBERG_TOKEN'],
    host: 'codeberg.org',
    forgeIn: [],
    // For git a token is taken for a password, whoever the user is said to be.
    credentials: (token) => [
      { host: 'codeberg.org', path: '/api/', authorization: `token ${token}` },
      { host: 'codeberg.org', authorization: basic('token', token) },
    ],
  },
]

/**
 * The tokens that a personal environment has for forges, under the names that the forges' own tools use; none for a host
 * that has other credentials, and none where another variable says that the token is for another forge.
 *
 * @param known hosts that have credentials
 *
 * Source: gh help environment; docs.github.com, "Variables reference"; glab, "Environment variables"; docs.gitlab.com,
 * "Predefined CI/CD variables"
 */
export function environmentTokens(
  env: NodeJS.ProcessEnv,
  known: ReadonlySet<string>,
): EnvironmentToken[] {
  return rules.flatMap((rule) => {
    const { variables, credentials } = rule
    const variable = variables.find((name) => env[name])
    const token = env[variable ?? ''] ?? ''
    if (variable === undefined || !isMeantFor(rule, env) || !/^[\x21-\x7e]+$/.test(token)) return []
    const free = credentials(token).filter((one) => !known.has(one.host))
    const hosts = [...new Set(free.map((one) => one.host))]
    if (hosts.length === 0) return []
    return [{ credentials: free, note: `${variable} is sent to ${hosts.join(' and ')}` }]
  })
}

/**
 * The variable from which a token for a host would be taken, by the name that its forge gives it; undefined where none
 * would be.
 */
export function tokenVariableOf(env: NodeJS.ProcessEnv, host: string): string | undefined {
  return rules.find((rule) => rule.host === host && isMeantFor(rule, env))?.variables.at(-1)
}

function isMeantFor({ forgeIn, host }: TokenRule, env: NodeJS.ProcessEnv): boolean {
  return forgeIn.every((name) => !env[name] || hostIn(env[name]) === host)
}

function hostIn(text: string): string {
  return URL.parse(text.includes('://') ? text : `https://${text}`)?.host ?? ''
}

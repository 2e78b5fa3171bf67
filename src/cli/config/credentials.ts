import { isAbsolute } from 'node:path'
import * as z from 'zod/mini'
import { maskUrl } from './mask.ts'
import { text, told } from './parsed.ts'

/** One table of `[[credentials]]`: exactly one of the secrets is there. */
export interface CredentialTable {
  /** As in a URL: a name or an address in lower case, perhaps with a port. */
  readonly host: string
  /** The environment variable that holds a token. */
  readonly tokenEnv?: string
  /** Absolute path of a file that holds a token. */
  readonly tokenFile?: string
  readonly token?: string
  readonly user?: string
  /** Absolute path of a file that holds the password. */
  readonly passwordFile?: string
  readonly password?: string
  readonly scheme?: 'bearer' | 'basic'
  readonly insecure: boolean
}

const tokens = ['token-env', 'token-file', 'token'] as const
const passwords = ['password-file', 'password'] as const

/** The table as its writers spell it. */
export const credentialTable = z
  .strictObject({
    host: told(text(parseCredentialHost), 'Name or address of a host, with its port if unusual.'),
    'token-env': told(
      z.optional(text(parseVariable)),
      'Environment variable that holds the token.',
    ),
    'token-file': told(z.optional(text(parsePath)), 'Absolute path of a file with the token.'),
    token: told(z.optional(text(parseSecret)), 'The token itself.'),
    user: told(z.optional(text(parseUser)), 'Whom to be; with a password, or a token sent as one.'),
    'password-file': told(
      z.optional(text(parsePath)),
      'Absolute path of a file with the password.',
    ),
    password: told(z.optional(text(parsePassword)), 'The password itself.'),
    scheme: told(
      z.optional(z.enum(['bearer', 'basic'])),
      'How a token is sent; `bearer` unless given. A password is always `basic`.',
    ),
    insecure: told(z.prefault(z.boolean(), false), 'Whether it may go over plain http.'),
  })
  .check(
    z.superRefine((table, context) => {
      const given = [...tokens, ...passwords].filter((field) => table[field] !== undefined)
      const message = faultOf(table, given)
      if (message !== undefined) context.addIssue({ code: 'custom', message })
    }),
  )

function faultOf(
  { user, scheme }: { user?: string | undefined; scheme?: string | undefined },
  given: readonly string[],
): string | undefined {
  const all = [...tokens, ...passwords].join(', ')
  if (given.length !== 1) return `must have exactly one of ${all}, and has ${given.length}`
  const isToken = tokens.some((field) => given.includes(field))
  if (!isToken && user === undefined) return 'has a password, and lacks its "user"'
  if (!isToken && scheme === 'bearer') return 'has a password, which is sent as "basic" only'
  if (isToken && user !== undefined && scheme !== 'basic') {
    return 'has a "user" and a token, which go together with scheme = "basic" only'
  }
  return undefined
}

/** The table in the program's own spelling. */
export function credentialOf(table: z.output<typeof credentialTable>): CredentialTable {
  const { host, user, token, password, scheme, insecure } = table
  const optional = {
    tokenEnv: table['token-env'],
    tokenFile: table['token-file'],
    token,
    user,
    passwordFile: table['password-file'],
    password,
    scheme,
  }
  const given = Object.entries(optional).filter(([, value]) => value !== undefined)
  return { host, insecure, ...Object.fromEntries(given) }
}

/**
 * Reads a host with or without a port.
 *
 * @throws RangeError for what is more, or less
 */
function parseCredentialHost(entry: string): string {
  const url = URL.parse(`ssh://${entry}`)
  const web = URL.parse(`http://${entry}/`)
  const isHost = web?.host !== undefined && web.host !== '' && /^[^\s/?#@\\]+$/.test(entry)
  if (!isHost || url === null) {
    throw new RangeError(`"${maskUrl(entry)}" is not a host such as "git.corp.example"`)
  }
  // `http:` would drop its own port, which https keeps.
  return url.port === '' ? web.hostname : `${web.hostname}:${url.port}`.replace(/:443$/, '')
}

/**
 * Reads the path of a file.
 *
 * @throws RangeError for a relative one, without showing it: it may be a secret at the wrong place
 */
export function parsePath(path: string): string {
  if (isAbsolute(path)) return path
  throw new RangeError('this is not an absolute path')
}

/**
 * Reads the name of an environment variable.
 *
 * @throws RangeError for what is none, without showing it: it may be a secret at the wrong place
 */
export function parseVariable(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name
  throw new RangeError('this is not the name of an environment variable')
}

/** What may stand in a header. */
function parseSecret(secret: string): string {
  if (/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(secret)) return secret
  throw new RangeError('this is empty, or has characters that no header can hold')
}

function parsePassword(password: string): string {
  if (/^\P{Control}+$/u.test(password)) return password
  throw new RangeError('this is empty, or has control characters')
}

function parseUser(user: string): string {
  if (/^[\x20-\x39\x3b-\x7e]+$/.test(user)) return user
  throw new RangeError('this is empty, or has a colon or other characters that no user can have')
}

import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import type { GateOptions } from '../outbound/gate-options.ts'
import { proxyChoice, type ProxyFor } from '../outbound/proxy-choice.ts'
import { parseProxy, type Proxy } from '../outbound/proxy-url.ts'
import type { Config } from './config/config.ts'
import { listed } from './config/listed.ts'
import { environmentTokens } from './environment-tokens.ts'
import { ofNetrc, ofTable } from './host-credentials.ts'

/** How the gate gets to servers, and what it tells them. */
export type Access = Pick<GateOptions, 'proxyFor' | 'authorities' | 'credentials'>

/** Whose environment counts. */
export interface AccessSources {
  readonly env: NodeJS.ProcessEnv
  /** Whether the command works for the one who typed it: then what their environment has for them counts, too. */
  readonly personal: boolean
  /** Whether nobody is going to be asked: then it does not matter who vouches for servers, and `authorities` is left out. */
  readonly asksNobody?: boolean
}

/** How servers are got at, and what is to be said about that; a sentence each, without secrets. */
export interface FoundAccess {
  readonly access: Access
  readonly warnings: readonly string[]
  /** Which variables of the environment hold a token that is used, and for which hosts. */
  readonly notes: readonly string[]
}

/**
 * Reads what the configuration and the environment say about proxies, authorities and credentials. Of two credentials
 * for one host those of `[[credentials]]` count, then those of netrc, then tokens of the environment.
 *
 * @throws Failure `invalid` for a file, a variable or a proxy that cannot be used
 */
export async function readAccess(
  { credentials, outbound }: Pick<Config, 'credentials' | 'outbound'>,
  { env, personal, asksNobody = false }: AccessSources,
): Promise<FoundAccess> {
  const authorities = asksNobody ? undefined : await authoritiesOf(outbound.ca, env)
  const tables = await Promise.all(credentials.map((table) => ofTable(table, env)))
  const netrc = outbound.netrc ?? (personal ? await ownNetrc(env) : undefined)
  const found = [
    ...tables,
    ...(netrc === undefined ? [] : [await ofNetrc(netrc, outbound.netrc === undefined)]),
  ]
  const stated = found.flatMap(({ credentials }) => credentials)
  const tokens = personal ? environmentTokens(env, new Set(stated.map(({ host }) => host))) : []
  const proxyFor = proxiesOf(outbound, env)
  return {
    access: {
      credentials: [...stated, ...tokens.flatMap(({ credentials }) => credentials)],
      ...(authorities && { authorities }),
      ...(proxyFor && { proxyFor }),
    },
    warnings: found.flatMap(({ warnings }) => warnings),
    notes: tokens.map(({ note }) => note),
  }
}

async function authoritiesOf(
  ca: string | undefined,
  { SSL_CERT_FILE: certFile, SSL_CERT_DIR: certDir }: NodeJS.ProcessEnv,
): Promise<readonly string[] | undefined> {
  const { trustedAuthorities } = await import('../outbound/trusted-authorities.ts')
  return trustedAuthorities({ ca, certFile, certDir })
}

/** Undefined when there is no proxy at all. */
function proxiesOf(
  { proxy, noProxy }: Pick<Config['outbound'], 'proxy' | 'noProxy'>,
  env: NodeJS.ProcessEnv,
): ProxyFor | undefined {
  if (proxy === 'off') return undefined
  const configured = proxy === undefined ? undefined : parseProxy(proxy)
  const http = configured ?? proxyOf(env, 'HTTP_PROXY')
  const https = configured ?? proxyOf(env, 'HTTPS_PROXY')
  if (!http && !https) return undefined
  const except = env['NO_PROXY'] || env['no_proxy'] || ''
  return proxyChoice({ http, https, noProxy: noProxy ?? listed(except) })
}

/** Source: `FromEnvironment` of golang.org/x/net/http/httpproxy */
function proxyOf(env: NodeJS.ProcessEnv, name: string): Proxy | undefined {
  const variable = env[name] ? name : name.toLowerCase()
  const text = env[variable]
  if (!text) return undefined
  try {
    return parseProxy(text)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new Failure('invalid', `Cannot use the proxy of ${variable}: ${error.message}`, {
      cause: error,
      hint: 'Set outbound.proxy in the configuration, to "off" for none',
    })
  }
}

/** Source: `netrcPath` of `cmd/go/internal/auth`; nobody's where GOAUTH leaves it out */
async function ownNetrc(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const methods = (env['GOAUTH'] || 'netrc').split(';').map((method) => method.trim())
  if (!methods.includes('netrc')) return undefined
  if (env['NETRC']) return env['NETRC']
  const home = env['HOME'] || env['USERPROFILE']
  if (!home) return undefined
  const old = join(home, '_netrc')
  const isOld = process.platform === 'win32' && (await stat(old).catch(() => undefined))
  return isOld ? old : join(home, '.netrc')
}

import { isIPv6 } from 'node:net'

/** Ports that need not be named, by scheme; a scheme that is not here names no repository. */
const defaultPorts: ReadonlyMap<string, string> = new Map([
  ['https', '443'],
  ['http', '80'],
  ['ssh', '22'],
  ['git+ssh', '22'],
  ['ssh+git', '22'],
  ['git', '9418'],
])

const longest = 2048

/**
 * What all spellings of a repository's address have in common, such as `git.example/a/b`: two URLs with the same key
 * mean one repository, whether they are for https, ssh or git. Without scheme, user, password and default port, the host
 * in lower case, the path without `.git` and slashes at its end, and every escape that need not be one undone. The case
 * of the path is kept.
 *
 * Undefined for what is no address of a repository on another machine, and for one with a query, a fragment, a
 * backslash, or a character outside printable ASCII: such a host is written in its ASCII form (`xn--…`). It is a key to
 * compare, no URL to ask.
 *
 * @param url absolute, or in git's own short form `user@host:path`
 *
 * Source: git-clone(1), GIT URLS; RFC 3986 section 6.2
 */
export function repositoryKey(url: string): string | undefined {
  if (url.length > longest || !/^[!-~]+$/.test(url) || /[?#\\]/.test(url)) return undefined
  const { scheme, authority, path } = partsOf(url)
  const defaultPort = defaultPorts.get(scheme)
  const place = placeOf(authority, defaultPort)
  const plain = plainPath(path)
  return place === undefined || plain === undefined ? undefined : place + plain
}

/** The {@link repositoryKey} of a URL, else the URL as it is: for comparing addresses of any kind. */
export function addressKey(url: string): string {
  return repositoryKey(url) ?? url
}

/** Whether two addresses mean one repository, as far as they tell. */
export function isSameRepository(a: string, b: string): boolean {
  return addressKey(a) === addressKey(b)
}

function partsOf(url: string): { scheme: string; authority: string; path: string } {
  const [, scheme = '', authority = '', path = ''] =
    /^([a-z][a-z0-9+.-]*):\/\/([^/]*)(.*)$/i.exec(url) ?? []
  if (scheme !== '') return { scheme: scheme.toLowerCase(), authority, path }
  const [, short = '', rest = ''] = /^([^/:@]+@(?:\[[^\]]*\]|[^/:@[]+)):(.*)$/.exec(url) ?? []
  return { scheme: short === '' ? '' : 'ssh', authority: short, path: `/${rest}` }
}

/** Host, and port where it says something. */
function placeOf(authority: string, defaultPort: string | undefined): string | undefined {
  const [, host = '', port = ''] =
    /^(?:.*@)?(\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)(?::(\d{0,5}))?$/i.exec(
      authority,
    ) ?? []
  if (defaultPort === undefined || host === '') return undefined
  if (host.startsWith('[') && !isIPv6(host.slice(1, -1))) return undefined
  const number = port === '' ? defaultPort : String(Number(port))
  if (Number(number) > 65_535) return undefined
  return host.toLowerCase() + (number === defaultPort ? '' : `:${number}`)
}

function plainPath(path: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(path)) return undefined
  const plain = path.replaceAll(/%[0-9a-f]{2}/gi, (escape) => {
    const char = String.fromCodePoint(Number.parseInt(escape.slice(1), 16))
    return /[\w.~-]/.test(char) ? char : escape.toUpperCase()
  })
  const bare = `/${plain}`.replaceAll(/\/+/g, '/').replace(/\/$/, '')
  if (bare.split('/').some((part) => part === '.' || part === '..')) return undefined
  return bare.replace(/([^/])\.git$/, '$1')
}

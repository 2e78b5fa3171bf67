/** Source: cmd/go/internal/vcs.defaultSecureScheme */
const secure = new Set(['https', 'git+ssh', 'bzr+ssh', 'svn+ssh', 'ssh'])

/** Whether nothing protects what comes from a URL, as with http and git. */
export function isInsecure(url: string): boolean {
  return !secure.has(url.slice(0, Math.max(url.indexOf(':'), 0)).toLowerCase())
}

/** What is wrong with the URL of a go-import tag, or what is to be known about it. */
export type RepoUrl = { readonly fault: string } | { readonly insecure: boolean }

/**
 * Judges the URL of a go-import tag by the go command's rules: it must parse, have a scheme, and not be a local file.
 * Stricter than Go, it may have neither a query nor a fragment, nor credentials, because it is told to everybody:
 * a name before the host is for ssh only, a password for none; and neither name nor host may begin with `-`. `insecure` tells that nothing protects what comes from
 * there, as with http and git. A `fault` never has text of the URL.
 *
 * An IPv6 address in brackets is what a browser takes for one; Go allows a few more characters in its zone.
 *
 * Source: cmd/go/internal/vcs.validateRepoRoot, net/url.Parse; WHATWG URL §4.4 for where credentials may hide
 */
export function checkRepoUrl(url: string): RepoUrl {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\x00-\x1f\x7f]/.test(url)) return { fault: 'it has control characters' }
  const [, scheme, rest = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(url) ?? []
  if (scheme === undefined) return { fault: 'it has no scheme' }
  const name = scheme.toLowerCase()
  const fault = urlFault(name, rest)
  return fault === undefined ? { insecure: isInsecure(url) } : { fault }
}

function urlFault(scheme: string, rest: string): string | undefined {
  if (hasCredentials(scheme, rest)) return 'it carries credentials'
  if (scheme === 'file') return 'a repository cannot be a local file'
  if (rest.includes('#')) return 'it has a fragment'
  if (rest.includes('?')) return 'it has a query'
  return partsFault(rest, scheme)
}

/** Clients take any number of slashes, or backslashes, for the two before the authority. */
function hasCredentials(scheme: string, rest: string): boolean {
  const [authority = ''] = /^[^/\\?#]*/.exec(rest.replace(/^[/\\]+/, '')) ?? []
  const user = authority.slice(0, Math.max(authority.lastIndexOf('@'), 0))
  return scheme.endsWith('ssh') ? user.includes(':') : authority.includes('@')
}

const brokenEscape = /%(?![0-9A-Fa-f]{2})/

function partsFault(rest: string, scheme: string): string | undefined {
  if (!rest.startsWith('/')) return undefined
  const [, authority = '', path = ''] = /^(?:\/\/([^/]*))?(.*)$/s.exec(rest) ?? []
  if (brokenEscape.test(path)) return 'its path has a malformed escape'
  const at = authority.lastIndexOf('@')
  const user = authority.slice(0, Math.max(at, 0))
  if (!/^[\w.:~!$&'()*+,;=%@-]*$/.test(user) || brokenEscape.test(user))
    return 'its user part is malformed'
  const host = authority.slice(at + 1)
  // An option, to the program that asks there.
  if (/^(?:-|%2d)/i.test(user)) return 'its user begins with -'
  if (host.startsWith('-')) return 'its host begins with -'
  return isHost(host, scheme) ? undefined : 'its host is malformed'
}

function isHost(host: string, scheme: string): boolean {
  const literal = /^\[([^\]%]*)(?:%25[\w.~!$&'()*+,;=:<>"%\x80-\uffff-]+)?\](?::[0-9]*)?$/.exec(
    host,
  )
  if (literal) return URL.canParse(`http://[${literal[1]}]/`)
  if (host.includes('[')) return false
  const strict = scheme === 'http' || scheme === 'https'
  const colon = strict ? host.indexOf(':') : host.lastIndexOf(':')
  if (colon >= 0 && !/^:[0-9]*$/.test(host.slice(colon))) return false
  return /^(?:[\w.~!$&'()*+,;=:\]<>"\x80-\uffff-]|%25|%[89A-Fa-f][0-9A-Fa-f])*$/.test(host)
}

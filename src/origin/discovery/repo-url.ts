/** Source: cmd/go/internal/vcs.defaultSecureScheme */
const secure = new Set(['https', 'git+ssh', 'bzr+ssh', 'svn+ssh', 'ssh'])

/** What is wrong with the URL of a go-import tag, or what is to be known about it. */
export type RepoUrl = { readonly fault: string } | { readonly insecure: boolean }

/**
 * Judges the URL of a go-import tag by the go command's rules: it must parse, have a scheme, and not be a local file.
 * `insecure` tells that nothing protects what comes from there, as with http and git.
 *
 * An IPv6 address in brackets is what a browser takes for one; Go allows a few more characters in its zone.
 *
 * Source: cmd/go/internal/vcs.validateRepoRoot, net/url.Parse
 */
export function checkRepoUrl(url: string): RepoUrl {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\x00-\x1f\x7f]/.test(url.split('#', 1)[0] ?? ''))
    return { fault: 'it has control characters' }
  const [, scheme, rest = '', fragment = ''] =
    /^([A-Za-z][A-Za-z0-9+.-]*):([^#]*)#?(.*)$/s.exec(url) ?? []
  if (scheme === undefined) return { fault: 'it has no scheme' }
  const name = scheme.toLowerCase()
  const fault =
    name === 'file' ? 'a repository cannot be a local file' : partsFault(rest, fragment, name)
  return fault === undefined ? { insecure: !secure.has(name) } : { fault }
}

const brokenEscape = /%(?![0-9A-Fa-f]{2})/

function partsFault(rest: string, fragment: string, scheme: string): string | undefined {
  if (brokenEscape.test(fragment)) return 'its fragment has a malformed escape'
  const beforeQuery = rest.split('?', 1)[0] ?? ''
  if (!beforeQuery.startsWith('/')) return undefined
  const [, authority = '', path = ''] = /^(?:\/\/([^/]*))?(.*)$/s.exec(beforeQuery) ?? []
  if (brokenEscape.test(path)) return 'its path has a malformed escape'
  const at = authority.lastIndexOf('@')
  const user = authority.slice(0, Math.max(at, 0))
  if (!/^[\w.:~!$&'()*+,;=%@-]*$/.test(user) || brokenEscape.test(user))
    return 'its user part is malformed'
  return isHost(authority.slice(at + 1), scheme) ? undefined : 'its host is malformed'
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

import type { Failure } from '../../failure.ts'
import { withoutCredentials } from '../../outbound/request-record.ts'

/**
 * Which way something was asked: a version control system as `Origin.VCS` and `Location.vcs` name it, or one of these;
 * `headwater` is what nobody was asked for.
 */
export type Channel =
  | 'import-page'
  | 'page'
  | 'control'
  | 'owner'
  | 'api'
  | 'dns'
  | 'sumdb'
  | 'known'
  | 'server'
  | 'proxy'
  | 'go.sum'
  | 'folder'
  | 'headwater'
  | (string & {})

/** What a failure says was seen, without repeating which module it is about. */
export function reasonOf(
  { code, message, details }: Failure,
  path: string,
  version: string,
): string {
  const { at, status, words } = details
  if (status !== undefined && (at === 'repository' || code === 'throttled')) {
    return words === undefined ? String(status) : `${status} ${words}`
  }
  if (status !== undefined && at === 'import-page' && code === 'not-found') {
    return `${status} without a go-import tag for it`
  }
  const subject = `${path}@${version} does not exist: `
  return withoutSecrets(message.startsWith(subject) ? message.slice(subject.length) : message)
}

/** A text with the user information of all its URLs taken out. */
export function withoutSecrets(text: string): string {
  return text.replaceAll(/[a-z][a-z0-9+.-]*:\/\/[^\s"]+/gi, (url) => withoutCredentials(url))
}

/** The channel on which a failure was seen of a module, which was kept by `vcs`, as far as that is known. */
export function channelOf(
  { details, code }: Failure,
  path: string,
  vcs: string | undefined,
): Channel {
  if (details.at === 'import-page' || details.at === 'proxy') return details.at
  if (code === 'stopped' || code === 'invalid') return 'headwater'
  const isAsked = details.at === 'repository' && details.status !== undefined
  return channelFor(vcs ?? (isAsked ? vcsIn(path) : undefined))
}

/** The channel through which a repository is read. */
export function channelFor(vcs: string | undefined): Channel {
  return vcs === 'mod' ? 'proxy' : (vcs ?? 'headwater')
}

/** By which system a path says that its repository is kept; git is meant where it says nothing. */
function vcsIn(path: string): string {
  return /\.(git|hg|svn|fossil)(?:\/|$)/.exec(path)?.[1] ?? 'git'
}

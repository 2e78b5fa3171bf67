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
export function reasonOf({ message, details }: Failure, path: string, version: string): string {
  if (details.at === 'repository' && details.status !== undefined) return String(details.status)
  const subject = `${path}@${version} does not exist: `
  return withoutSecrets(message.startsWith(subject) ? message.slice(subject.length) : message)
}

/** A text with the user information of all its URLs taken out. */
export function withoutSecrets(text: string): string {
  return text.replaceAll(/[a-z][a-z0-9+.-]*:\/\/[^\s"]+/gi, (url) => withoutCredentials(url))
}

/** The channel on which a failure was seen. */
export function channelOf({ details, code }: Failure, vcs: string | undefined): Channel {
  if (details.at === 'import-page' || details.at === 'proxy') return details.at
  return code === 'stopped' || code === 'invalid' ? 'headwater' : channelFor(vcs)
}

/** The channel through which a repository is read. */
export function channelFor(vcs: string | undefined): Channel {
  return vcs === 'mod' ? 'proxy' : (vcs ?? 'headwater')
}

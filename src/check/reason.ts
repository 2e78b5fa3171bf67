import type { Failure } from '../failure.ts'

/** Which way something was asked. */
export type Channel = 'git' | 'import-page' | 'page' | 'control' | 'proxy' | 'go.sum' | 'folder'

/** What a failure says was seen, without repeating which module it is about. */
export function reasonOf({ message, details }: Failure, path: string, version: string): string {
  if (details.at === 'repository' && details.status !== undefined) return String(details.status)
  const subject = `${path}@${version} does not exist: `
  return withoutSecrets(message.startsWith(subject) ? message.slice(subject.length) : message)
}

/** A text with the user information of all its URLs taken out. */
export function withoutSecrets(text: string): string {
  return text.replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^/@\s"]*@/gi, '$1')
}

/** The channel on which a failure was seen. */
export function channelOf({ details }: Failure): Channel {
  if (details.at === 'import-page' || details.at === 'proxy') return details.at
  return 'git'
}

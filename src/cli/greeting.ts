import { clientSettings } from './sumdb/client-settings.ts'

/** What a greeting tells of. */
export interface Greeted {
  /** Where the server listens. */
  readonly listening: string
  /** Where people reach it. */
  readonly url: string
  /** GOPRIVATE globs. */
  readonly privateGlobs: readonly string[]
  /** The verifier key of our own log, if there is one. */
  readonly key: string | undefined
}

/** What `serve` says when it is ready: what clients set, and how they undo it. */
export function greeting({ listening, url, privateGlobs, key }: Greeted): string {
  const isPrivate = privateGlobs.length > 0
  const unchecked = isPrivate ? ` GONOSUMDB='${privateGlobs.join(',')}'` : ''
  const settings = key === undefined ? unchecked : ` ${clientSettings(key, isPrivate)}`
  const names = [...settings.matchAll(/ ([A-Z]+)=/g)].map(([, name]) => name)
  return [
    `Headwater is ready on ${listening}`,
    '',
    'To use it:',
    `    go env -w GOPROXY=${url}${settings}`,
    'To undo that:',
    `    go env -u ${['GOPROXY', ...names].join(' ')}`,
    '',
  ].join('\n')
}

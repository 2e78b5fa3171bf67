import type { Pages } from './page-reply.ts'
import { textReply } from './reply.ts'
import type { Reply } from './reply.ts'

/** What the pages need to know of the server. */
export interface Site {
  /** The base URL clients use, without a slash at its end. */
  readonly url: string
  readonly isStopping: boolean
  /** Makes the text of `/-/metrics`. */
  readonly metrics?: () => Promise<string>
  /** Answers what is below `/-/` and not in {@link ownPaths}. */
  readonly pages?: Pages
}

/** The paths below `/-/` that this server answers by itself. */
export const ownPaths: ReadonlySet<string> = new Set(['/-/healthz', '/-/readyz', '/-/metrics'])

/**
 * The page at a path that is no question of the module protocol; 404 where there is none.
 *
 * @param path as decodeTarget gives it
 */
export async function ownPage(path: string, site: Site): Promise<Reply> {
  switch (path) {
    case '/':
      return textReply(200, welcome(site.url))
    case '/-/healthz':
      return textReply(200, 'ok\n')
    case '/-/readyz':
      return site.isStopping ? textReply(503, 'stopping\n') : textReply(200, 'ok\n')
    case '/-/metrics':
      return site.metrics ? textReply(200, await site.metrics()) : nothingHere(site)
    case '/robots.txt':
      return textReply(200, 'User-agent: *\nDisallow: /\n', {}, 'public, max-age=86400')
    default:
      return nothingHere(site)
  }
}

function nothingHere({ url }: Site): Reply {
  return textReply(404, `There is no page here\nWhat this server is for: ${url}/\n`)
}

function welcome(url: string): string {
  return `Headwater: a Go module mirror that never loses sight of upstream

To use it:

    go env -w GOPROXY=${url}

To stop using it:

    go env -u GOPROXY

What came in:                   ${url}/-/index
What checksum databases say:    ${url}/-/log
What it asked of whom, and why: ${url}/-/hosts
`
}

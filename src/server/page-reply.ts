import { originForm } from './origin-form.ts'
import type { Reply } from './reply.ts'

/** Answers a GET below `/-/` whatever is asked; `src/web` has one. */
export type Pages = (request: Request) => Response | Promise<Response>

/**
 * What the pages answer.
 *
 * @param target as the request line gives it, found fit by `decodeTarget`
 * @param accept the Accept header: nothing else of the client is handed on
 */
export async function pageReply(pages: Pages, target: string, accept: string): Promise<Reply> {
  const url = `http://localhost${originForm(target)}`
  const response = await pages(new Request(url, accept === '' ? {} : { headers: { accept } }))
  const { status, headers } = response
  const names = [...headers.keys()].sort(cacheControlFirst)
  const etag = headers.get('etag')
  return {
    status,
    headers: Object.fromEntries(names.map((name) => [titled(name), headers.get(name) ?? ''])),
    body: Buffer.from(await response.arrayBuffer()),
    ...(etag !== null && { etag }),
  }
}

function cacheControlFirst(a: string, b: string): number {
  return Number(b === 'cache-control') - Number(a === 'cache-control')
}

/** `Headers` forgets how names were spelled. */
function titled(name: string): string {
  return name === 'etag'
    ? 'ETag'
    : name.replaceAll(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase())
}

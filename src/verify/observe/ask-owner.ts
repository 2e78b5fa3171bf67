import type { PageLook } from '../judge/observation.ts'
import { askPage, type PageAsker } from './ask-page.ts'
import { once } from './once.ts'

/**
 * Makes the asker for pages of owners. Where a redirect led from one owner to another of the same host, whoever takes the
 * old name takes the address; the page of the old owner shows whether somebody has it. Each owner is asked for once.
 */
export function ownerAsker(
  asker: PageAsker,
): (url: string, answeredAt: string | undefined) => Promise<PageLook | undefined> {
  const pageOf = once((url) => askPage(asker, url))
  return async (url, answeredAt) => {
    const page = leftOwner(url, answeredAt ?? url)
    return page === undefined ? undefined : pageOf(page)
  }
}

/**
 * The page of the owner that a redirect has led away from; undefined where it led to the same owner, or to another host,
 * and where addresses have no owner.
 */
export function leftOwner(from: string, to: string): string | undefined {
  const [old, now] = [ownerOf(from), ownerOf(to)]
  if (old === undefined || now === undefined || old.origin !== now.origin) return undefined
  return old.name.toLowerCase() === now.name.toLowerCase() ? undefined : `${old.origin}/${old.name}`
}

/** Forges have OWNER/NAME; in groups of groups the first owns the others. */
function ownerOf(url: string): { readonly origin: string; readonly name: string } | undefined {
  const { protocol, origin, pathname } = URL.parse(url) ?? {
    protocol: '',
    origin: '',
    pathname: '',
  }
  const [, name = ''] = /^\/([^/]+)\/[^/]/.exec(pathname) ?? []
  return name !== '' && /^https?:$/.test(protocol) ? { origin, name } : undefined
}

import { isGone } from '../judge/failed-look.ts'
import type { Control, PageLook } from '../judge/observation.ts'
import { askPage, type PageAsker } from './ask-page.ts'
import { once } from '../../work/once.ts'

/** What pages of owners say. */
export interface Owners {
  /** The page of the owner that was left. */
  readonly owner: PageLook
  /** Where that one says that there is nobody: the page of the owner now. */
  readonly control?: Control
}

/** Pages of owners. */
interface OwnerPages {
  readonly left: string
  readonly now: string
}

/**
 * Makes the asker for pages of owners. Where a redirect led from one owner to another of the same host, whoever takes the
 * old name takes the address; the page of the old owner shows whether somebody has it. The page of the new owner is the
 * control: a host that has none for it has none for anybody. Each is asked for once.
 */
export function ownerAsker(
  asker: PageAsker,
): (url: string, answeredAt: string | undefined) => Promise<Owners | undefined> {
  const pageOf = once((url) => askPage(asker, url))
  return async (url, answeredAt) => {
    const pages = ownerPages(url, answeredAt ?? url)
    if (pages === undefined) return undefined
    const owner = await pageOf(pages.left)
    if (!isGone(owner)) return { owner }
    const { at, status, saw } = await pageOf(pages.now)
    const answers = status >= 200 && status < 300
    return { owner, control: { at, url: pages.now, of: 'page', status, saw, answers } }
  }
}

/**
 * The pages of the owner that a redirect has led away from, and of the one that it led to; undefined where that is the
 * same owner or another host, and where addresses have no owner.
 */
export function ownerPages(from: string, to: string): OwnerPages | undefined {
  const [old, now] = [ownerOf(from), ownerOf(to)]
  if (old === undefined || now === undefined || old.origin !== now.origin) return undefined
  if (old.name.toLowerCase() === now.name.toLowerCase()) return undefined
  return { left: `${old.origin}/${old.name}`, now: `${now.origin}/${now.name}` }
}

/** Forges have OWNER/NAME; in groups of groups the first owns the others. */
function ownerOf(url: string): { readonly origin: string; readonly name: string } | undefined {
  const { protocol = '', origin = '', pathname = '' } = URL.parse(url) ?? {}
  const [, name = ''] = /^\/([^/]+)\/[^/]/.exec(pathname) ?? []
  return name !== '' && /^https?:$/.test(protocol) ? { origin, name } : undefined
}

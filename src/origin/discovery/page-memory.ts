import { LRUCache } from 'lru-cache'
import { hasPathPrefix } from '../../gomod/module-path.ts'
import { askImportPage, type ImportPage, type PageOptions } from './import-page.ts'

/** The most characters that are remembered, all pages together. */
const maxRemembered = 32_000_000

/** How pages are remembered; times in milliseconds. */
export interface MemoryOptions extends PageOptions {
  readonly now: () => number
  /** How long a page is good for. */
  readonly freshFor: number
  /** The same for a page that names no repository for its path; `freshFor` unless given. */
  readonly notFoundFor?: number
}

/**
 * Gives import pages, each asked for at most once at a time and once in `freshFor`; after that only whether it has
 * changed, where its server can tell. A page that could not be had is asked for again. A page that may come over plain
 * http is kept apart from one that may not.
 */
export function importPages(
  options: MemoryOptions,
): (path: string, insecure: boolean) => Promise<ImportPage> {
  const remembered = new LRUCache<string, { readonly page: ImportPage; readonly at: number }>({
    maxSize: maxRemembered,
    sizeCalculation: ({ page }) => JSON.stringify(page).length,
  })
  const asked = new Map<string, Promise<ImportPage>>()

  function goodFor(path: string, { imports }: ImportPage): number {
    const { freshFor, notFoundFor = freshFor } = options
    return imports.some(({ prefix }) => hasPathPrefix(path, prefix)) ? freshFor : notFoundFor
  }

  async function ask(path: string, insecure: boolean, key: string): Promise<ImportPage> {
    try {
      const at = options.now()
      const page = await askImportPage(options, path, insecure, remembered.peek(key)?.page)
      remembered.set(key, { page, at })
      return page
    } finally {
      asked.delete(key)
    }
  }

  return async (path, insecure) => {
    const key = `${insecure ? 'http' : 'https'} ${path}`
    const known = remembered.get(key)
    const age = known ? options.now() - known.at : -1
    // A page from the future was had before the clock was set back: nobody knows how old it is.
    if (known && age >= 0 && age < goodFor(path, known.page)) return known.page
    const running = asked.get(key) ?? ask(path, insecure, key)
    asked.set(key, running)
    return running
  }
}

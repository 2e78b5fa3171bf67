import type { ForgeFacts } from '../../judge/observation.ts'
import type { PageAsker } from '../ask-page.ts'
import { askJson, fieldAt } from './ask-json.ts'
import { movedTo } from './moved-to.ts'

/** How the interface of one forge tells of a repository. */
interface RestForge {
  /** The address to ask, for a path such as `owner/name`. */
  readonly api: (path: string) => string
  readonly archived: (body: unknown) => boolean
  readonly isPrivate: (body: unknown) => boolean
  /** Where it is now. */
  readonly url: (body: unknown) => unknown
}

/**
 * Source: docs.gitlab.com, "Projects API"; the OpenAPI description of Forgejo; developer.atlassian.com, "Repositories"
 */
const forges: Readonly<Record<string, RestForge>> = {
  'gitlab.com': {
    api: (path) => `https://gitlab.com/api/v4/projects/${encodeURIComponent(path)}`,
    archived: (body) => fieldAt(body, 'archived') === true,
    isPrivate: (body) => fieldAt(body, 'visibility') === 'private',
    url: (body) => fieldAt(body, 'web_url'),
  },
  'codeberg.org': {
    api: (path) => `https://codeberg.org/api/v1/repos/${path}`,
    archived: (body) => fieldAt(body, 'archived') === true,
    isPrivate: (body) => fieldAt(body, 'private') === true,
    url: (body) => fieldAt(body, 'html_url'),
  },
  'bitbucket.org': {
    api: (path) => `https://api.bitbucket.org/2.0/repositories/${path}`,
    archived: () => false,
    isPrivate: (body) => fieldAt(body, 'is_private') === true,
    url: (body) => fieldAt(body, 'links', 'html', 'href'),
  },
}

/** The address at which a forge's own interface tells of one repository; undefined where none is known. */
export function restApi(url: string): string | undefined {
  const { host = '', pathname = '' } = URL.parse(url) ?? {}
  const path = pathname.replace(/^\/|\/$|\.git\/?$/g, '')
  return /^[\w.~-]+(\/[\w.~-]+)+$/.test(path) ? forges[host]?.api(path) : undefined
}

/** What a forge's own interface says of one repository; undefined when there was no answer, or no interface is known. */
export async function askRest(asker: PageAsker, url: string): Promise<ForgeFacts | undefined> {
  const api = restApi(url)
  const forge = forges[URL.parse(url)?.host ?? '']
  if (api === undefined || forge === undefined) return undefined
  const answer = await askJson(asker.gate, { url: api })
  if (answer === undefined) return undefined
  const { status, body } = answer
  const facts = { at: asker.now(), url: api, status }
  if (status !== 200 || body === undefined) return facts
  return {
    ...facts,
    archived: forge.archived(body),
    isPrivate: forge.isPrivate(body),
    ...movedTo(url, forge.url(body)),
  }
}

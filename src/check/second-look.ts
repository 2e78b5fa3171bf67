import type { Failure } from '../failure.ts'
import { codeSource, type Freshness } from '../origin/code/code-source.ts'
import { placeModule } from '../origin/code/place.ts'
import { importPageUrl } from '../origin/discovery/import-page.ts'
import { locator } from '../origin/discovery/locate.ts'
import type { ModuleSource } from '../origin/module-source.ts'
import type { Origins } from '../origin/open-origin.ts'
import { askFrontPage, askPage, type PageAsker } from './ask-page.ts'
import { codeOf } from './judge.ts'
import type { Looker } from './look.ts'
import type { Control, Look, Observations } from './observation.ts'
import { repositoryOf } from './repository-of.ts'
import type { Subject } from './subject.ts'

/** What a second look is made with. */
export interface SecondLookTools extends PageAsker {
  readonly origins: Origins
  readonly look: Looker
  /** How long the answers of this run may be used again. */
  readonly freshness: Freshness
  readonly maxPageBytes: number
  /** A repository that answered in the first round, by host. */
  readonly answered: ReadonlyMap<string, Control>
}

/**
 * Makes the second look at module versions that seem lost: the same question anew, past everything remembered, and
 * where the repository or import page itself did not answer, the way a browser asks for it and a control of its host.
 * Every repository, page and host is asked once for all modules that rest on it.
 */
export function secondLooker(
  tools: SecondLookTools,
): (subject: Subject, first: Look & { kind: 'failed' }) => Promise<Observations> {
  const { origins, look, freshness } = tools
  const refsOf = once((url) => origins.repository(url).view(0))
  const pageOf = once((url) => askPage(tools, url))
  const frontPageOf = once((origin) => askFrontPage(tools, origin))
  const { locate } = locator({ ...tools, freshFor: 0 })

  async function controlOf(url: string): Promise<Control> {
    const { host, origin } = new URL(url)
    return tools.answered.get(host) ?? frontPageOf(origin)
  }

  /** Where the module is when its import page is asked again. */
  async function relocated(path: string): Promise<ModuleSource> {
    const { vcs, url, root, subdir } = await locate(path)
    if (vcs !== 'git') return origins.direct(path)
    return codeSource(origins.repository(url), placeModule(path, root, subdir), freshness)
  }

  async function refsFirst(path: string, url: string | undefined): Promise<ModuleSource> {
    if (url !== undefined) await refsOf(url)
    return origins.direct(path)
  }

  return async (subject, first) => {
    const { path } = subject
    const { at, url } = first.failure.details
    if (codeOf(first.failure, subject) === 'import-dead') {
      const again = await look(subject, relocated)
      if (again.kind === 'found') return { look: first, again }
      const plain = importPageUrl(path).replace('?go-get=1', '')
      return {
        look: first,
        again,
        page: await askPage(tools, plain, path),
        control: await frontPageOf(new URL(plain).origin),
      }
    }
    const repository = await repositoryOf(origins, subject, first)
    const again = await look(subject, (path) => refsFirst(path, repository))
    if (at !== 'repository' || url === undefined || !isHttp(url)) return { look: first, again }
    if (again.kind === 'found') return { look: first, again }
    const page = await pageOf(url)
    return { look: first, again, page, control: await controlOf(url) }
  }
}

/** Whether a failure came from a repository that did answer with its refs. */
export function hasAnswered({ details }: Failure): boolean {
  return ['ref', 'commit', 'pseudo', 'content'].includes(details.at ?? '')
}

function isHttp(url: string): boolean {
  return /^https?:\/\//.test(url) && URL.canParse(url)
}

function once<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>()
  return (key) => {
    const known = asked.get(key) ?? ask(key)
    asked.set(key, known)
    return known
  }
}

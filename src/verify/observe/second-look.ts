import type { Failure } from '../../failure.ts'
import { importPageUrl } from '../../origin/discovery/import-page-url.ts'
import type { Origins } from '../../origin/open-origin.ts'
import { askFrontPage, askPage, type PageAsker } from './ask-page.ts'
import { codeOf } from '../judge/judge.ts'
import type { Looker } from './look.ts'
import type { Control, FailedLook, Look, Observations, Repository } from '../judge/observation.ts'
import type { RuleFinder } from './rewrite-rules.ts'
import type { Claim } from '../judge/claim.ts'

/** What a second look is made with. */
export interface SecondLookTools extends PageAsker {
  readonly origins: Origins
  readonly look: Looker
  /** Repositories that answered in the first round, by host. */
  readonly answered: ReadonlyMap<string, readonly Control[]>
  /** The `[[rewrite]]` rule by which a URL is asked. */
  readonly ruleOf: RuleFinder
}

/** What the first round saw of a module that seems lost. */
export interface Doubt {
  readonly look: FailedLook
  readonly repository?: Repository
}

/**
 * Makes the second look at module versions that seem lost: the same question anew, past everything remembered, and
 * where the repository or import page itself did not answer, the way a browser asks for it and a control of its host.
 * Every repository, page and host is asked once for all modules that rest on it.
 */
export function secondLooker(
  tools: SecondLookTools,
): (subject: Claim, doubt: Doubt) => Promise<Observations> {
  const fresh = tools.origins.afresh()
  const unanswered = new Map<string, Look>()
  const pageOf = once((url) => askPage(tools, url))
  const frontPageOf = once((origin) => askFrontPage(tools, origin))

  /** What is asked by another rule, or by none, says nothing about the server that was asked. */
  async function controlOf(url: string, own?: string): Promise<{ control?: Control }> {
    const { host, origin } = new URL(url)
    const rule = tools.ruleOf(url)
    const other = tools.answered
      .get(host)
      ?.find((one) => one.url !== own && tools.ruleOf(one.url) === rule)
    if (other) return { control: other }
    const isSameServer = tools.ruleOf(`${origin}/`) === rule
    return isSameServer ? { control: await frontPageOf(origin) } : {}
  }

  /** What a repository itself answers is the answer for every module in it. */
  async function lookAgain(subject: Claim, repository?: Repository): Promise<Look> {
    const known = unanswered.get(repository?.url ?? '')
    if (known) return known
    const again = await tools.look(subject, (path) => fresh.direct(path))
    const { at, url } = again.kind === 'failed' ? again.failure.details : {}
    if (at === 'repository' && url !== undefined) unanswered.set(url, again)
    return again
  }

  return async (subject, doubt) => {
    const { failure } = doubt.look
    const { at, url } = failure.details
    const again = await lookAgain(subject, doubt.repository)
    const seen = { ...doubt, again }
    if (again.kind === 'found') return seen
    if (codeOf(failure, subject) === 'import-dead') {
      const plain = importPageUrl(subject.path).replace('?go-get=1', '')
      return {
        ...seen,
        page: await askPage(tools, plain, subject.path),
        ...(await controlOf(plain)),
      }
    }
    if (url === undefined || !isHttp(url)) return seen
    if (at === 'proxy') return { ...seen, ...(await controlOf(url)) }
    if (at !== 'repository') return seen
    return { ...seen, page: await pageOf(url), ...(await controlOf(url, url)) }
  }
}

/** The repositories that told their refs, among what was seen, by host; each once. */
export function answeredIn(
  round: Iterable<Pick<Observations, 'look' | 'repository'>>,
): Map<string, Control[]> {
  const answered = new Map<string, Control>()
  for (const { look, repository } of round) {
    if (repository === undefined || !isHttp(repository.url)) continue
    if (look.kind === 'failed' && !hasAnswered(look.failure)) continue
    const { url } = repository
    answered.set(url, {
      at: look.at,
      url,
      of: 'repository',
      saw: 'repository answers',
      answers: true,
    })
  }
  return Map.groupBy(answered.values(), ({ url }) => new URL(url).host)
}

/** Whether a failure came from a repository that did answer with its refs. */
function hasAnswered({ details }: Failure): boolean {
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

import type { Gate } from '../../../outbound/gate.ts'
import type { ForgeFacts } from '../../judge/observation.ts'
import { once } from '../once.ts'
import type { RuleFinder } from '../rewrite-rules.ts'
import { askGitHub, gitHubApi } from './github.ts'
import { askRest, restApi } from './rest.ts'

/** What forges are asked with. */
export interface ForgeTools {
  readonly gate: Gate
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** The `[[rewrite]]` rule by which a URL is asked. */
  readonly ruleOf: RuleFinder
}

/** Asks the interfaces of forges, those only that have credentials of ours. */
export interface ForgeAsker {
  /** Whether a repository is one of those that {@link ForgeAsker.askForAll} asks for. */
  isAskedTogether(url: string): boolean
  /** Asks for all repositories of which many can be asked for at once. Later answers come from there. */
  askForAll(urls: readonly string[]): Promise<void>
  /**
   * What is known of a repository.
   *
   * @param isInDoubt whether it is worth a question of its own
   */
  facts(url: string, isInDoubt: boolean): Promise<ForgeFacts | undefined>
}

/**
 * Makes the asker. An interface is asked only with credentials: it tells nobody else more than a page does, and lets
 * nobody else ask often. Where a rewrite leads to another server than the forge's, its interface is not asked, unless a
 * rewrite leads that somewhere, too.
 */
export function forgeAsker({ gate, now, ruleOf }: ForgeTools): ForgeAsker {
  const asker = { gate, now }
  const told = new Map<string, ForgeFacts>()
  const restOf = once((url) => askRest(asker, url))

  function mayAsk(url: string, api: string): boolean {
    const isSameWay = (ruleOf(url) === undefined) === (ruleOf(api) === undefined)
    return isSameWay && gate.isAuthorized(api)
  }

  const isAskedTogether = (url: string) => isOnGitHub(url) && mayAsk(url, gitHubApi)

  return {
    isAskedTogether,
    async askForAll(urls) {
      const some = [...new Set(urls)].filter(isAskedTogether)
      for (const [url, facts] of await askGitHub(asker, some)) told.set(url, facts)
    },
    async facts(url, isInDoubt) {
      const known = told.get(url)
      if (known || !isInDoubt) return known
      const api = restApi(url)
      return api !== undefined && mayAsk(url, api) ? restOf(url) : undefined
    },
  }
}

function isOnGitHub(url: string): boolean {
  return URL.parse(url)?.host === 'github.com'
}

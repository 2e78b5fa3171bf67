import type { Gate } from '../../../outbound/gate.ts'
import type { ForgeFacts } from '../../judge/observation.ts'
import { once } from '../../../work/once.ts'
import type { RuleFinder } from '../rewrite-rules.ts'
import { apiOf, type ForgeApi } from './api-of.ts'
import { askGitHub } from './github.ts'
import { askRest } from './rest.ts'

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

  /** The interface that may be asked about a repository. */
  function askable(url: string): ForgeApi | undefined {
    const api = apiOf(url)
    if (api === undefined || !gate.isAuthorized(api.url)) return undefined
    return (ruleOf(url) === undefined) === (ruleOf(api.url) === undefined) ? api : undefined
  }

  const isAskedTogether = (url: string) => askable(url)?.isForAll === true

  return {
    isAskedTogether,
    async askForAll(urls) {
      const some = [...new Set(urls)].filter(isAskedTogether)
      for (const [url, facts] of await askGitHub(asker, some)) told.set(url, facts)
    },
    async facts(url, isInDoubt) {
      const known = told.get(url)
      if (known || !isInDoubt) return known
      return askable(url)?.isForAll === false ? restOf(url) : undefined
    },
  }
}

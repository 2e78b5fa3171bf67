import { Failure } from '../../failure.ts'
import type { Origins } from '../../origin/origins.ts'
import { addressKey } from '../../outbound/same-repository.ts'
import type { Control, Repository } from '../judge/observation.ts'
import { reasonOf } from '../judge/reason.ts'
import { askFrontPage, askPageAnew, type PageAsker } from './ask-page.ts'
import { isHttp } from './http-url.ts'
import { once } from '../../work/once.ts'
import type { RuleFinder } from './rewrite-rules.ts'
import { wellKnownAt } from './well-known.ts'

/** Something that answered with what it has. */
export interface Answered extends Control {
  /** What speaks there, as `Repository.vcs`; '' for a page. */
  readonly vcs: string
}

/** What controls are found with. */
export interface ControlTools extends PageAsker {
  readonly origins: Pick<Origins, 'look'>
  /** What answered in the first round, by host. */
  readonly answered: ReadonlyMap<string, readonly Answered[]>
  /** Repositories of a host that answered in earlier runs, and when; the last one first. */
  readonly knownAt: (host: string) => readonly (Repository & { readonly at: number })[]
  /** The `[[rewrite]]` rule by which a URL is asked. */
  readonly ruleOf: RuleFinder
}

/** Undefined for what cannot be asked for its refs. */
type Tried = Control | 'gone' | undefined

/** Another repository that may show that a host answers. */
interface Candidate extends Repository {
  /** When it was there, where it was not looked for only because it is well known. */
  readonly at?: number
}

/** How long an answer shows that a host answers, in milliseconds. */
const freshFor = 60_000
/** Repositories that are tried, until one is there. */
const mostTried = 3
/** How lately a repository must have answered to be missed when it is gone, in milliseconds. */
const missedFor = 7 * 86_400_000

/** Finds something else of the same host, to show that the right server was asked and answers with what it has. */
export interface Controls {
  /**
   * For a repository: another one, asked in the same way in the same minute, and not before the one in question. One that
   * is gone itself shows nothing, so the next is tried. Where all are gone, and one of them was there lately, the host is
   * in trouble; else its front page tells whether it lives.
   *
   * @param since when the one in question was found missing, milliseconds since the epoch
   * @param isRefused whether the host wants credentials: it may have begun to turn everybody away, so that nothing it
   *   said before counts
   */
  repository(url: string, since: number, isRefused: boolean): Promise<Control | undefined>
  /** For a page or a proxy: whatever of that host answered in this run, asked anew if that was before; else its front page. */
  page(url: string, since: number): Promise<Control | undefined>
}

/**
 * Makes the finder of controls. Each repository is asked at most once a minute, each front page once. What is asked by
 * another rule than the URL in question, or by none, says nothing about the server that was asked.
 */
export function openControls(tools: ControlTools): Controls {
  const { now, ruleOf, origins } = tools
  const looks = new Map<string, { readonly at: number; readonly tried: Promise<Tried> }>()
  const frontPageOf = once((origin) => askFrontPage(tools, origin))
  const pageOf = once((url) => askPageAnew(tools, url))

  const isFresh = ({ at }: { readonly at: number }) => now() - at <= freshFor

  function answeredAt(url: string): Answered[] {
    const rule = ruleOf(url)
    const all = tools.answered.get(new URL(url).host) ?? []
    return all.filter((one) => ruleOf(one.url) === rule)
  }

  async function frontPage(url: string): Promise<Control | undefined> {
    const { origin } = new URL(url)
    return ruleOf(`${origin}/`) === ruleOf(url) ? frontPageOf(origin) : undefined
  }

  function askRefs(repository: Repository): Promise<Tried> {
    const known = looks.get(repository.url)
    if (known && isFresh(known)) return known.tried
    const tried = refsOf(repository)
    looks.set(repository.url, { at: now(), tried })
    return tried
  }

  async function refsOf({ vcs, url }: Repository): Promise<Tried> {
    const of = 'repository' as const
    try {
      const refs = await origins.look(vcs, url, 'foreground')
      return refs && { at: now(), url, of, saw: sawRefs(url), answers: true }
    } catch (error) {
      if (!Failure.is(error)) throw error
      if (error.code === 'not-found') return 'gone'
      const { status } = error.details
      const saw = reasonOf(error, '', '')
      return { at: now(), url, of, ...(status !== undefined && { status }), saw, answers: false }
    }
  }

  function candidates(url: string): Candidate[] {
    const { host } = new URL(url)
    const rule = ruleOf(url)
    const answered = answeredAt(url).filter(({ of }) => of === 'repository')
    const wellKnown = wellKnownAt(host)
    const others: Candidate[] = [
      ...answered,
      ...tools.knownAt(host),
      ...(wellKnown === undefined ? [] : [wellKnown]),
    ].filter((one) => ruleOf(one.url) === rule)
    const keys = new Set([keyOf(url)])
    return others.filter((one) => keys.size < keys.add(keyOf(one.url)).size).slice(0, mostTried)
  }

  const isMissed = ({ at = now() }: Candidate) => now() - at <= missedFor

  return {
    async repository(url, since, isRefused) {
      const recent = answeredAt(url).find(
        (one) =>
          one.of === 'repository' &&
          keyOf(one.url) !== keyOf(url) &&
          isFresh(one) &&
          one.at >= since,
      )
      if (recent && !isRefused) return recent
      let missed: Candidate | undefined
      for (const candidate of candidates(url)) {
        const control = await askRefs(candidate)
        if (typeof control === 'object') return control
        if (control === 'gone' && isMissed(candidate)) missed ??= candidate
      }
      if (missed === undefined) return frontPage(url)
      const saw = 'not found either'
      return { at: now(), url: missed.url, of: 'repository', status: 404, saw, answers: false }
    },
    async page(url, since) {
      const others = answeredAt(url).filter((one) => one.url !== url)
      const recent = others.find(({ at }) => at >= since)
      if (recent) return recent
      const [other] = others
      if (other?.of === 'page') return pageOf(other.url)
      const control = other && (await askRefs(other))
      return typeof control === 'object' ? control : frontPage(url)
    },
  }
}

/** What is seen of a repository at a URL that tells its refs: over http that takes a 200. */
export function sawRefs(url: string): string {
  return isHttp(url) ? '200' : 'repository answers'
}

/** Forges do not tell repositories apart by the case of their names. */
function keyOf(url: string): string {
  return addressKey(url).toLowerCase()
}

import { importPageUrl } from '../../origin/discovery/import-page-url.ts'
import type { Origins } from '../../origin/origins.ts'
import type { Claim } from '../judge/claim.ts'
import { codeOf } from '../judge/failed-look.ts'
import type { FailedLook, Look, Observations } from '../judge/observation.ts'
import { askCommit } from './ask-commit.ts'
import { nameAsker, type NameTools } from './ask-names.ts'
import { askImportPath, askPage, askStrayPage } from './ask-page.ts'
import { openControls, type ControlTools } from './controls.ts'
import { isHttp } from './http-url.ts'
import type { Looker } from './look.ts'
import { once } from '../../work/once.ts'

/** What a second look is made with. */
export interface SecondLookTools extends ControlTools, NameTools {
  readonly gate: ControlTools['gate']
  readonly origins: Pick<Origins, 'afresh' | 'look' | 'hasCommit'>
  readonly look: Looker
  readonly isPrivate: (path: string) => boolean
}

/** What the first round saw of a module that seems lost. */
export interface Doubt extends Observations {
  readonly look: FailedLook
}

/** Looks a second time, and adds what was seen to what the first round saw. */
export type SecondLook = (subject: Claim, doubt: Doubt) => Promise<Observations>

/**
 * Makes the second look at module versions that seem lost: the same question anew, past everything remembered, and
 * where the repository or import page itself did not answer, the way a browser asks for it and a control of its host;
 * where its name led nowhere, what servers of names say. Every repository, page, host and name is asked once for all
 * modules that rest on it, and not before this was made.
 */
export function secondLooker(tools: SecondLookTools): SecondLook {
  const fresh = tools.origins.afresh()
  const unanswered = new Map<string, Look>()
  const pageOf = once((url) => askPage(tools, url))
  const strayPageOf = once((origin) => askStrayPage(tools, origin))
  const controls = openControls(tools)
  const namesOf = nameAsker(tools)

  /** What a repository itself answers is the answer for every module in it. */
  async function lookAgain(subject: Claim, doubt: Doubt): Promise<Doubt & { again: Look }> {
    const answer = unanswered.get(doubt.repository?.url ?? '')
    if (answer) return { ...doubt, again: answer }
    const { look: again, ...recalled } = await tools.look(subject, (path) => fresh.direct(path))
    const { at, url } = again.kind === 'failed' ? again.failure.details : {}
    if (at === 'repository' && url !== undefined) unanswered.set(url, again)
    const { known: _, before: __, ...rest } = doubt
    return { ...rest, ...recalled, again }
  }

  /** What else is asked where the second look failed, too. */
  async function besides(
    subject: Claim,
    doubt: Doubt,
    again: FailedLook,
  ): Promise<Partial<Observations>> {
    const { failure } = doubt.look
    const { at, url, stage } = failure.details
    const since = doubt.look.at
    if (at === 'commit') return optional('commit', await askCommit(tools, subject, doubt))
    if (codeOf(failure, subject) === 'import-dead') {
      const plain = importPageUrl(subject.path).replace('?go-get=1', '')
      const page = await askImportPath(tools, plain, subject.path, strayPageOf)
      return { page, ...optional('control', await controls.page(plain, since)) }
    }
    if (url === undefined || !isHttp(url)) return {}
    if (stage === 'name') return namesOf(url, tools.isPrivate(subject.path))
    if (at === 'proxy') return optional('control', await controls.page(url, since))
    if (at !== 'repository') return {}
    const isRefused = [failure, again.failure].some(({ code }) => code === 'auth-required')
    const page = await pageOf(url)
    return { page, ...optional('control', await controls.repository(url, since, isRefused)) }
  }

  return async (subject, doubt) => {
    const seen = await lookAgain(subject, doubt)
    const { again } = seen
    if (again.kind !== 'failed') return seen
    return { ...seen, ...(await besides(subject, doubt, again)) }
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V })
}

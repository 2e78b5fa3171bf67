import type { Control, Look, Observations, PageLook, Repository } from './observation.ts'
import { channelFor, channelOf, reasonOf, withoutSecrets, type Channel } from './reason.ts'
import type { Claim } from './claim.ts'

/** One thing that was seen. */
export interface Evidence {
  /** RFC 3339. */
  readonly at: string
  readonly channel: Channel
  /** Without credentials. */
  readonly url: string | null
  readonly saw: string
  /** Of a control: what was asked for. */
  readonly of?: Control['of']
  /** Of a control: whether the host answered it with what it has. */
  readonly answers?: boolean
}

/** The looks in order of time. */
export function looksOf({ look, again }: Observations): Look[] {
  return again ? [look, again] : [look]
}

/** Everything that was seen, in order, with what go.sum has where that differs. */
export function evidenceOf(subject: Claim, seen: Observations): Evidence[] {
  const { page, control, repository } = seen
  const evidence = looksOf(seen).flatMap((look) => lookEvidence(subject, look, repository))
  if (page) evidence.push(pageEvidence('page', page))
  if (control) {
    const { of, answers } = control
    evidence.push({ ...pageEvidence('control', control), of, answers })
  }
  return evidence
}

function lookEvidence(subject: Claim, look: Look, repository: Repository | undefined): Evidence[] {
  const at = new Date(look.at).toISOString()
  if (look.kind === 'failed') {
    const { failure } = look
    const saw = reasonOf(failure, subject.path, subject.version)
    const url = withoutSecrets(failure.details.url ?? '') || null
    return [{ at, channel: channelOf(failure, repository?.vcs), url, saw }]
  }
  const { VCS, URL = repository?.url, Hash: hash } = look.origin ?? {}
  const channel = channelFor(VCS ?? repository?.vcs)
  const url = URL === undefined ? null : withoutSecrets(URL)
  const commit = hash === undefined ? '' : ` at commit ${hash}`
  const found = look.kind === 'found' ? look : undefined
  const pairs = [
    { what: '', known: subject.goSum, now: found?.zipSum },
    { what: ' for go.mod', known: subject.goModSum, now: found?.goModSum },
  ]
  return pairs.flatMap(({ what, known, now }): Evidence[] => {
    if (now === undefined) return []
    const upstream: Evidence = { at, channel, url, saw: `${now}${what}${commit}` }
    if (known === undefined || known === now) return [upstream]
    return [{ at, channel: 'go.sum', url: null, saw: `${known}${what}` }, upstream]
  })
}

function pageEvidence(channel: Channel, { at, url, saw }: PageLook | Control): Evidence {
  return {
    at: new Date(at).toISOString(),
    channel,
    url: withoutSecrets(url),
    saw: withoutSecrets(saw),
  }
}

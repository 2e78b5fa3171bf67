import type { Claim } from './claim.ts'
import { sumsOf } from './compare-sums.ts'
import { knownTrouble } from './known-trouble.ts'
import { nameEvidence } from './name-evidence.ts'
import type {
  Control,
  KnownContent,
  Look,
  Observations,
  PageLook,
  Repository,
} from './observation.ts'
import { channelFor, channelOf, reasonOf, withoutSecrets, type Channel } from './reason.ts'

/** One thing that was seen. */
export interface Evidence {
  /** RFC 3339. */
  readonly at: string
  readonly channel: Channel
  /** Without credentials. */
  readonly url: string | null
  /** May hold text from outside. */
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

/** Everything that was seen, in order, with what go.sum and the checksum database have where that differs. */
export function evidenceOf(claim: Claim, seen: Observations): Evidence[] {
  const { page, control, repository, sumdb, names, owner, forge, commit } = seen
  const evidence = looksOf(seen).flatMap((look) => lookEvidence(claim, look, repository))
  evidence.push(...knownEvidence(claim, seen))
  if (sumdb) {
    const { name, zipSum, goModSum, at } = sumdb
    const saw = claim.scope === 'build' ? zipSum : `${goModSum} for go.mod`
    evidence.push({ at: iso(at), channel: 'sumdb', url: `https://${name}/`, saw })
  }
  if (page) evidence.push(pageEvidence('page', page))
  if (names) evidence.push(...nameEvidence(names))
  if (forge) {
    const { at, url, status, archived } = forge
    const saw = archived === true ? 'archived' : String(status)
    evidence.push({ at: iso(at), channel: 'api', url: withoutSecrets(url), saw })
  }
  if (owner) evidence.push(pageEvidence('owner', owner))
  if (commit) {
    const saw = `commit ${commit.hash} ${commit.served ? 'is' : 'is not'} handed out by its full name`
    const url = repository ? withoutSecrets(repository.url) : null
    evidence.push({ at: iso(commit.at), channel: channelFor(repository?.vcs), url, saw })
  }
  if (control) {
    const { of, answers } = control
    evidence.push({ ...pageEvidence('control', control), of, answers })
  }
  return evidence
}

function lookEvidence(claim: Claim, look: Look, repository: Repository | undefined): Evidence[] {
  const at = iso(look.at)
  if (look.kind === 'failed') {
    const { failure } = look
    const saw = reasonOf(failure, claim.path, claim.version)
    const url = withoutSecrets(failure.details.url ?? '') || null
    return [{ at, channel: channelOf(failure, claim.path, repository?.vcs), url, saw }]
  }
  const { VCS, URL = repository?.url, Hash: hash } = look.origin ?? {}
  const channel = channelFor(VCS ?? repository?.vcs)
  const url = URL === undefined ? null : withoutSecrets(URL)
  if (look.kind === 'named') return [{ at, channel, url, saw: `commit ${look.hash}` }]
  const commit = hash === undefined ? '' : ` at commit ${hash}`
  const pairs = [
    { what: '', known: claim.goSum, now: look.zipSum },
    { what: ' for go.mod', known: claim.goModSum, now: look.goModSum },
  ]
  return pairs.flatMap(({ what, known, now }): Evidence[] => {
    if (now === undefined) return []
    const upstream: Evidence = { at, channel, url, saw: `${now}${what}${commit}` }
    if (known === undefined || known === now) return [upstream]
    return [{ at, channel: 'go.sum', url: null, saw: `${known}${what}` }, upstream]
  })
}

const tellers: Readonly<Record<KnownContent['from'], string>> = {
  hashed: 'hashed before',
  server: 'told by the server',
  'module-cache': 'told by the module cache, unsigned',
}

/** What was known beforehand, where a verdict may rest on it: of the commit that is named, and of others. */
function knownEvidence(claim: Claim, seen: Observations): Evidence[] {
  const { look, again = look, known = [] } = seen
  const hash =
    again.kind === 'failed' ? undefined : again.kind === 'named' ? again.hash : again.origin?.Hash
  if (again.kind === 'failed' && again.failure.code !== 'not-held') return []
  const trouble = again.kind === 'failed' ? knownTrouble(seen) : undefined
  const contents = known
    .filter((one) => again.kind !== 'found' || one.hash !== hash || isOther(claim, one, again))
    .map((one) => {
      const { zipSum, goModSum } = sumsOf(claim, one)
      const sum = zipSum ?? (goModSum === undefined ? '' : `${goModSum} for go.mod`)
      const saw = `${sum === '' ? '' : `${sum} at `}commit ${one.hash}, ${tellers[one.from]}`
      return { at: iso(one.at || again.at), channel: 'known', url: null, saw }
    })
  return trouble ? [...contents, trouble] : contents
}

function isOther(claim: Claim, one: KnownContent, now: Look & { kind: 'found' }): boolean {
  const { zipSum, goModSum } = sumsOf(claim, one)
  const isOtherZip = zipSum !== undefined && now.zipSum !== undefined && zipSum !== now.zipSum
  return isOtherZip || (goModSum !== undefined && goModSum !== now.goModSum)
}

function pageEvidence(channel: Channel, page: PageLook | Control): Evidence {
  const isCatchAll = 'isCatchAll' in page && page.isCatchAll
  const saw = `${withoutSecrets(page.saw)}${isCatchAll ? ', the same page for any path' : ''}`
  return { at: iso(page.at), channel, url: withoutSecrets(page.url), saw }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

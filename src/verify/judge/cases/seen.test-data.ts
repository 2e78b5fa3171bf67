import { Failure, type FailureCode, type FailureDetails } from '../../../failure.ts'
import type { Claim } from '../claim.ts'
import type { NameAnswer } from '../../../outbound/names.ts'
import type {
  Control,
  FailedLook,
  FoundLook,
  KnownContent,
  LoggedSums,
  Look,
  NamedLook,
  Observations,
  PageLook,
} from '../observation.ts'

/** When all is seen: milliseconds since the epoch. */
export const now = Date.parse('2026-11-22T10:00:00Z')
const day = 24 * 3_600_000

/** So many days ago. */
export const daysAgo = (days: number): number => now - days * day

const url = 'https://github.com/acme/x'
const plain: Claim = { path: 'github.com/acme/x', version: 'v1.0.0', scope: 'build' }
const sums = { goSum: 'h1:zip', goModSum: 'h1:mod' }

/** What is claimed: a tagged version, a pseudo-version, one of an import page; with go.sum lines or without. */
export const claims = {
  tag: { ...plain, ...sums },
  tagWithoutSums: plain,
  pseudo: { ...plain, ...sums, version: 'v0.0.0-20200102030405-0123456789ab' },
  pseudoWithoutSums: { ...plain, version: 'v0.0.0-20200102030405-0123456789ab' },
  graphOnly: { ...plain, scope: 'graph', goModSum: 'h1:mod' },
  vanity: { ...plain, ...sums, path: 'go.acme.test/x' },
  replacing: { ...plain, ...sums, replaces: { path: 'github.com/old/x', version: '' } },
} as const satisfies Record<string, Claim>

/** Commits, full. */
export const commits = { a: 'a'.repeat(40), b: 'b'.repeat(40) }

/** Its content was hashed now, at commit `a` unless told otherwise. */
export function found(
  zipSum: string,
  more: Partial<FoundLook> & { hash?: string } = {},
): FoundLook {
  const { hash = commits.a, ...rest } = more
  const origin = { VCS: 'git', URL: url, Hash: hash }
  return { kind: 'found', at: now, version: 'v1.0.0', zipSum, goModSum: 'h1:mod', origin, ...rest }
}

/** Only its go.mod was hashed now. */
export function foundGoMod(goModSum: string): FoundLook {
  const { zipSum: _, ...rest } = found('', { goModSum })
  return rest
}

/** Only its refs were read. */
export function named(hash: string, more: Partial<NamedLook> = {}): NamedLook {
  const origin = { VCS: 'git', URL: url, Hash: hash }
  return { kind: 'named', at: now, version: 'v1.0.0', hash, origin, ...more }
}

/** A commit whose content is known. */
export function known(
  hash: string,
  zipSum: string | undefined,
  more: Partial<KnownContent> = {},
): KnownContent {
  const both = zipSum === undefined ? {} : { zipSum, goModSum: 'h1:mod' }
  return { hash, at: daysAgo(30), from: 'hashed', ...both, ...more }
}

/** What the checksum database has. */
export function logged(zipSum: string, goModSum = 'h1:mod'): LoggedSums {
  return { at: now, name: 'sum.golang.org', zipSum, goModSum, size: 1000 }
}

function failed(code: FailureCode, details: FailureDetails = {}): FailedLook {
  return { kind: 'failed', at: now, failure: new Failure(code, 'so it is', { url, ...details }) }
}

const refusedBy = (status: number, code: FailureCode): FailedLook =>
  failed(code, { at: 'repository', status })

/** Looks that failed, by what was said. */
export const looks = {
  git401: refusedBy(401, 'auth-required'),
  git403: refusedBy(403, 'auth-required'),
  git404: refusedBy(404, 'not-found'),
  git429: refusedBy(429, 'throttled'),
  git500: refusedBy(500, 'unreachable'),
  git503AndWait: failed('throttled', { at: 'repository', status: 503, retryAfter: 60 }),
  broken: failed('unreachable', { at: 'repository' }),
  timeOut: failed('unreachable'),
  noName: failed('unreachable', { stage: 'name' }),
  noImportName: failed('unreachable', { at: 'import-page' }),
  certificate: failed('tls-invalid'),
  noTag: failed('not-found', { at: 'ref' }),
  noRefs: failed('not-found', { at: 'ref', isEmpty: true }),
  noCommit: failed('not-found', { at: 'commit' }),
  untrue: failed('not-found', { at: 'pseudo' }),
  noModule: failed('not-found', { at: 'content' }),
  noImport: failed('not-found', { at: 'import-page', status: 404 }),
  import401: failed('auth-required', { at: 'import-page', status: 401 }),
  notAtProxy: failed('not-found', { at: 'proxy', status: 404 }),
  proxy500: failed('unreachable', { at: 'proxy', status: 500 }),
  robots: failed('opted-out'),
  bazaar: failed('unsupported', { at: 'import-page' }),
  breaksRules: failed('unusable', { at: 'content' }),
  refusedAddress: failed('refused'),
  nowhere: failed('not-found'),
  stopped: failed('stopped'),
  offline: failed('not-held'),
}

/** The same answer in both looks. */
export const twice = (look: Look): Observations => ({ look, again: look })

/** A page of the forge, or of the import path. */
export function page(status: number, more: Partial<PageLook> = {}): PageLook {
  return { at: now, url, status, saw: String(status), ...more }
}

/** The page of an import path, which names a repository or does not. */
export const importPage = (
  status: number,
  names: boolean,
  more: Partial<PageLook> = {},
): PageLook => page(status, { names, ...more })

function control(of: Control['of'], answers: boolean, status?: number): Control {
  const saw = answers ? `${of} answers` : String(status ?? 'no answer')
  return {
    at: now,
    url: 'https://github.com/acme/ok',
    of,
    saw,
    answers,
    ...(status !== undefined && { status }),
  }
}

/** What else was asked of the host, and whether it answered. */
export const controls = {
  repository: control('repository', true),
  module: control('module', true),
  page: control('page', true, 200),
  domain: control('domain', true),
  silent: control('page', false, 503),
  repository401: control('repository', false, 401),
  repository404: control('repository', false, 404),
  repository429: control('repository', false, 429),
  noDomain: control('domain', false),
}

/** What resolvers said: the one of this machine, another, and a name server of the registry. */
export function names(
  system: NameAnswer['outcome'],
  other?: NameAnswer['outcome'],
  registry?: NameAnswer['outcome'],
): NameAnswer[] {
  const all: readonly [string, NameAnswer['outcome'] | undefined, boolean][] = [
    ['system', system, false],
    ['192.0.2.1', other, false],
    ['198.51.100.1', registry, true],
  ]
  return all.flatMap(([resolver, outcome, isAuthority]) =>
    outcome === undefined ? [] : [{ at: now, resolver, isAuthority, outcome }],
  )
}

/** Where the module is kept, and where it was or is found instead. */
export const places = {
  here: { vcs: 'git', url },
  spelledOtherwise: { vcs: 'git', url: `${url}.git/` },
  elsewhere: { vcs: 'git', url: 'https://git.elsewhere.test/x' },
}

/** Addresses that a redirect leads to. */
export const targets = {
  sameOwner: 'https://github.com/acme/y',
  otherOwner: 'https://github.com/other/x',
  sameRepository: 'https://github.com/acme/x.git',
}

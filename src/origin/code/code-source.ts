import { Failure } from '../../failure.ts'
import { legacyGoMod } from '../../gomod/legacy-go-mod.ts'
import { declaredGo } from '../../gomod/mod-file/declared-go.ts'
import { goLine } from '../../gomod/mod-file-path.ts'
import { compareGoVersions, goLang } from '../../gomod/go-version.ts'
import { canonicalVersion } from '../../gomod/module-path.ts'
import { isPseudoVersion } from '../../gomod/pseudo-version.ts'
import { newest } from '../../gomod/semver.ts'
import { MAX_LICENSE, MAX_ZIP_BYTES } from '../../gomod/zip-rules.ts'
import type { CodeHost, CodeView } from '../code-host.ts'
import type { FoundVersion, MadeZip, ModuleSource } from '../module-source.ts'
import { goTime, type Origin, type VersionInfo } from '../version-info.ts'
import { cutZip } from '../zip/cut-zip.ts'
import { findGoMod, notAModule } from './find-go-mod.ts'
import { listVersions } from './list-versions.ts'
import type { Place } from './place.ts'
import { resolveVersion, revisionName, type ResolvedVersion } from './resolve.ts'
import {
  nothingRetracted,
  retractingVersion,
  retractionsIn,
  type IsRetracted,
} from './retractions.ts'
import { tagSum } from './tag-sum.ts'

/** How old a list of refs may be, in milliseconds. */
export interface Freshness {
  /** For an answer that was there. */
  readonly list: number
  /** Before "not there" is believed again. */
  readonly notFound: number
}

/**
 * The newest Go version whose rules for module zips are the ones implemented here. A module that declares a newer one
 * is refused, as an older `go` command refuses it, since its zip may follow other rules.
 */
const newestKnownGo = '1.27'

/** A module that is read from a repository, as `GOPROXY=direct` would. */
export function codeSource(host: CodeHost, place: Place, freshness: Freshness): ModuleSource {
  /** Asks once more with new refs before it says "not there", unless they are new enough; and when they were too old. */
  async function withView<T>(use: (view: CodeView) => Promise<T>): Promise<T> {
    const view = await host.view(freshness.list)
    try {
      return await use(view)
    } catch (error) {
      const areOld = Failure.is(error, 'unreachable') && error.details.at === 'ref'
      if (!areOld && !Failure.is(error, 'not-found')) throw error
      const newer = await host.view(freshness.notFound)
      if (newer.at === view.at) throw error
      return use(newer)
    }
  }

  async function resolve(view: CodeView, asked: string): Promise<ResolvedVersion> {
    const revision = await view.stat(revisionName(place, asked)).catch((error: unknown) => {
      throw Failure.is(error, 'not-found') ? notThere(error, `${place.path}@${asked}`) : error
    })
    return resolveVersion(view, place, revision, asked, async () =>
      retractions(view, await listVersions(view, place)),
    )
  }

  /** Retractions as the module's newest go.mod states them; any trouble in reading it means none, as in Go. */
  async function retractions(view: CodeView, versions: readonly string[]): Promise<IsRetracted> {
    const stating = retractingVersion(versions)
    if (stating === undefined) return nothingRetracted
    try {
      const { hash } = await view.stat(revisionName(place, stating))
      const { bytes } = await findGoMod(view, place, hash, stating)
      return bytes ? retractionsIn(bytes) : nothingRetracted
    } catch (error) {
      if (Failure.is(error, 'not-found', 'unusable')) return nothingRetracted
      throw error
    }
  }

  function info(
    view: CodeView,
    { version, revision }: ResolvedVersion,
    asked: string,
  ): VersionInfo {
    return {
      Version: version,
      Time: revision.exactTime ?? goTime(revision.time),
      Origin: origin(host, place, view, version, asked, revision),
    }
  }

  /** Source: `modload.queryProxy` for `latest`. */
  async function latestOf(view: CodeView): Promise<VersionInfo> {
    const versions = await listVersions(view, place)
    const isRetracted = await retractions(view, versions)
    const best = newest(versions.filter((version) => !isRetracted(version)))
    if (best !== undefined) {
      const found = info(view, await resolve(view, best), best)
      return { ...found, Origin: { ...found.Origin, ...tagOrigin(host, view, place.tagPrefix) } }
    }
    const head = await view.latest()
    return info(view, await resolveVersion(view, place, head, '', async () => isRetracted), '')
  }

  return {
    versions: () => withView((view) => listVersions(view, place)),
    latest: () => withView(latestOf),
    query: (asked) => withView(async (view) => info(view, await resolve(view, asked), asked)),
    find: (version) =>
      withView(async (view): Promise<FoundVersion> => {
        if (version !== canonicalVersion(version))
          throw new Failure('invalid', `"${version}" is not a canonical version`)
        const resolved = await resolve(view, version)
        if (resolved.version !== version)
          throw notAModule(place, version, `it resolves to ${resolved.version}`)
        return {
          info: info(view, resolved, version),
          goMod: resolved.goMod.bytes ?? Buffer.from(legacyGoMod(place.path)),
          isHeavy: true,
          cut: (target) => cut(view, place, resolved, target),
        }
      }),
  }
}

function notThere(error: Failure, what: string): Failure {
  return new Failure('not-found', `${what} does not exist: ${error.message}`, {
    ...error.details,
    cause: error,
  })
}

/** Source: the deferred part of `codeRepo.convert`: pseudo-versions depend on tags, so those are summed up. */
function origin(
  host: CodeHost,
  place: Place,
  view: CodeView,
  version: string,
  asked: string,
  { hash, ref }: { hash: string; ref?: string },
): Origin {
  const dependsOnTags =
    isPseudoVersion(version) && (version !== asked || !version.startsWith('v0.0.0-'))
  const prefix = place.tagPrefix + (place.pathMajor === '' ? '' : `${place.pathMajor.slice(1)}.`)
  return {
    VCS: host.vcs,
    URL: host.url,
    ...(place.dir !== '' && { Subdir: place.dir }),
    ...(host.vcs !== 'svn' && { Hash: hash }),
    ...(dependsOnTags && tagOrigin(host, view, prefix)),
    ...(ref !== undefined && { Ref: ref }),
  }
}

/** What Go sums up differs: of git the tags, of Mercurial all heads, since they define the tags, of others nothing. */
function tagOrigin(host: CodeHost, view: CodeView, prefix: string): Origin {
  if (host.vcs === 'hg') return { RepoSum: view.repoSum }
  if (host.vcs !== 'git') return {}
  return { ...(prefix !== '' && { TagPrefix: prefix }), TagSum: tagSum(view, prefix) }
}

async function cut(
  view: CodeView,
  place: Place,
  resolved: ResolvedVersion,
  target: string,
): Promise<MadeZip> {
  const { revision, goMod, version } = resolved
  const asked = goMod.bytes ? goLine(goMod.bytes) : ''
  if (asked !== '' && compareGoVersions(goLang(asked) || asked, newestKnownGo) > 0) {
    throw new Failure(
      'unusable',
      `Cannot make the zip of ${place.path}@${version}: its go.mod asks for Go ${asked}, and the rules known here end with Go ${newestKnownGo}`,
      { at: 'content' },
    )
  }
  const license =
    goMod.dir === '' ? undefined : await view.readFile(revision.hash, 'LICENSE', MAX_LICENSE)
  const made = await view.withTree(revision.hash, goMod.dir, ({ entries, archive }) =>
    cutZip(
      {
        path: place.path,
        version,
        subdir: goMod.dir,
        goVersion: goMod.bytes ? declaredGo(goMod.bytes) : '',
        entries,
        archive,
        ...(license && { license }),
      },
      target,
    ),
  )
  if (
    made.treeBytes > MAX_ZIP_BYTES &&
    (await view.archiveSize(revision.hash, goMod.dir)) > MAX_ZIP_BYTES
  ) {
    throw new Failure(
      'unusable',
      `Cannot make the zip of ${place.path}@${version}: the archive of its repository is larger than 500 MiB`,
      { at: 'content' },
    )
  }
  return made
}

import { Failure } from '../../failure.ts'
import { legacyGoMod } from '../../gomod/legacy-go-mod.ts'
import { canonicalVersion } from '../../gomod/module-path.ts'
import { newest } from '../../gomod/semver.ts'
import type { CodeRepository, CodeView } from '../code-host.ts'
import { isPseudoVersion } from '../../gomod/pseudo-version.ts'
import type { FoundVersion, ModuleSource, ReadFrom } from '../module-source.ts'
import { goTime, type Origin, type VersionInfo } from '../version-info.ts'
import { cutModule, hashModule } from './cut-module.ts'
import { extentOf } from './extent-of.ts'
import { findGoMod, notAModule } from './find-go-mod.ts'
import { compatibleVersions, listVersions } from './list-versions.ts'
import { mergeOrigins, originOf, tellingOrigin } from './origin-of.ts'
import { namedVersion, proofOf } from './named-version.ts'
import type { Place } from './place.ts'
import { resolveVersion, revisionName, type ResolvedVersion } from './resolve.ts'
import {
  nothingRetracted,
  retractingVersion,
  retractionsIn,
  type IsRetracted,
} from './retractions.ts'

/** How old a list of refs may be, in milliseconds. */
export interface Freshness {
  /** For an answer that was there. */
  readonly list: number
  /** Before "not there" is believed again. */
  readonly notFound: number
}

/** A module that is read from a repository, as `GOPROXY=direct` would. */
export function codeSource(host: CodeRepository, place: Place, freshness: Freshness): ModuleSource {
  const origin = originOf(host, place)

  /** Asks once more with new refs before it says "not there", unless they are new enough; and when they were too old. */
  async function withView<T>(use: (view: CodeView) => Promise<T>): Promise<T> {
    const view = await host.view(freshness.list, freshness.notFound)
    try {
      return await use(view)
    } catch (error) {
      const areOld = Failure.is(error, 'unreachable') && error.details.at === 'ref'
      if (!areOld && !Failure.is(error, 'not-found')) throw error
      const newer = await host.view(freshness.notFound, freshness.notFound)
      if (newer.at === view.at) throw error
      return use(newer)
    }
  }

  async function resolve(view: CodeView, asked: string): Promise<ResolvedVersion> {
    const revision = await view.stat(revisionName(place, asked)).catch((error: unknown) => {
      throw Failure.is(error, 'not-found')
        ? notThere(error, `${place.path}@${asked}`, origin.unknown(view))
        : error
    })
    const version = resolveVersion(view, place, revision, asked, () => retractionsOfAll(view))
    return tellingOrigin(version, () => origin.rejected(revision))
  }

  /** As {@link retractions}, of a module whose versions are not known yet; trouble in listing them means none, too. */
  async function retractionsOfAll(view: CodeView): Promise<IsRetracted> {
    try {
      return await retractions(view, await listVersions(view, place))
    } catch (error) {
      if (Failure.is(error, 'not-found', 'unusable')) return nothingRetracted
      throw error
    }
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
      Origin: origin.version(view, version, asked, revision),
    }
  }

  /** Source: `modload.queryProxy` for `latest`. */
  async function latestOf(view: CodeView): Promise<VersionInfo> {
    const versions = await listVersions(view, place)
    const isRetracted = await retractions(view, versions)
    const best = newest(versions.filter((version) => !isRetracted(version)))
    const found =
      best === undefined
        ? headOf(view, isRetracted)
        : resolve(view, best).then((resolved) => info(view, resolved, best))
    const tags = origin.list(view, '')
    const { Origin, ...rest } = await tellingOrigin(found, (told) =>
      told ? mergeOrigins(tags, told) : tags,
    )
    const merged = mergeOrigins(tags, Origin)
    return { ...rest, ...(merged && { Origin: merged }) }
  }

  async function headOf(view: CodeView, isRetracted: IsRetracted): Promise<VersionInfo> {
    const head = await view.latest()
    const version = resolveVersion(view, place, head, '', async () => isRetracted)
    return info(view, await tellingOrigin(version, () => origin.rejected(head)), '')
  }

  function readFrom({ answeredAt }: CodeView): ReadFrom {
    const { vcs, url } = host
    return { vcs, url, place, ...(answeredAt !== undefined && { answeredAt }) }
  }

  return {
    versions: () => withView((view) => listVersions(view, place)),
    listOrigin: (prefix) => withView(async (view) => origin.list(view, prefix)),
    latest: () => withView(latestOf),
    stating: () => withView(async (view) => retractingVersion(compatibleVersions(view, place))),
    query: (asked) => withView(async (view) => info(view, await resolve(view, asked), asked)),
    named: (version, recall) =>
      withView(async (view) => {
        const named = await namedVersion(view, place, version, recall(place))
        if (!named) return undefined
        const { hash, proof } = named
        return {
          from: readFrom(view),
          hash,
          origin: origin.version(view, version, version, named),
          ...(proof && { proof }),
        }
      }),
    find: (version, portion) =>
      withView(async (whole): Promise<FoundVersion> => {
        const extent = portion && extentOf(place, portion)
        const view = (extent && whole.within?.(extent)) ?? whole
        if (version !== canonicalVersion(version))
          throw new Failure('invalid', `"${version}" is not a canonical version`)
        const resolved = await resolve(view, version)
        if (resolved.version !== version)
          throw notAModule(place, version, `it resolves to ${resolved.version}`)
        const { hash } = resolved.revision
        return {
          info: info(view, resolved, version),
          goMod: resolved.goMod.bytes ?? Buffer.from(legacyGoMod(place.path)),
          isHeavy: host.vcs !== 'svn',
          from: readFrom(view),
          commit: host.vcs === 'svn' ? `${host.url}@${hash}` : hash,
          proof: async () =>
            isPseudoVersion(version) ? proofOf(view, place, version, hash) : undefined,
          cut: (target) => cutModule(view, place, resolved, target),
          hash: () => hashModule(view, place, resolved),
        }
      }),
  }
}

function notThere(error: Failure, what: string, origin: Origin): Failure {
  return new Failure('not-found', `${what} does not exist: ${error.message}`, {
    ...error.details,
    cause: error,
    origin: { ...origin },
  })
}

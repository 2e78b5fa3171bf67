import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../../failure.ts'
import { escapePath, escapeVersion } from '../../gomod/escape.ts'
import { isPseudoVersion } from '../../gomod/pseudo-version.ts'
import { compareVersions, isValid } from '../../gomod/semver.ts'
import { MAX_GO_MOD, MAX_ZIP_BYTES } from '../../gomod/zip-rules.ts'
import { discard, readAll, type Answer, type Gate } from '../../outbound/gate.ts'
import type { FoundVersion, MadeZip, ModuleSource } from '../module-source.ts'
import { parseInfo, type VersionInfo } from '../version-info.ts'
import { hashZip } from '../zip/hash-zip.ts'
import { proxyFailure } from './proxy-failure.ts'

const maxList = 64 * 1024 * 1024
const maxInfo = 1024 * 1024

/**
 * A module that is read from a module proxy.
 *
 * @param base proxy URL without a slash at its end
 * Source: go.dev/ref/mod#goproxy-protocol; `cmd/go/internal/modfetch/proxy.go`
 */
export function proxySource(gate: Gate, base: string, path: string): ModuleSource {
  const root = `${base}/${escapePath(path)}`

  async function ask(file: string, maxBytes: number): Promise<Answer> {
    const url = `${root}/${file}`
    const answer = await gate.ask({ url, purpose: 'proxy', maxBytes })
    if (answer.status === 200) return answer
    throw await proxyFailure(answer, url)
  }

  async function info(file: string, maxBytes = maxInfo): Promise<VersionInfo> {
    const bytes = await readAll(await ask(file, maxBytes))
    try {
      return parseInfo(bytes.toString())
    } catch (error) {
      throw new Failure('unreachable', `Cannot use ${root}/${file}: it is no version information`, {
        cause: error,
        at: 'proxy',
      })
    }
  }

  return {
    async versions() {
      const text = (await readAll(await ask('@v/list', maxList))).toString()
      const versions = text.split('\n').map((line) => line.trim().split(/\s+/)[0] ?? '')
      return versions
        .filter((version) => isValid(version) && !isPseudoVersion(version))
        .sort(compareVersions)
    },
    latest: () => info('@latest'),
    query: (revision) => info(`@v/${escapeVersion(revision)}.info`),
    async find(version): Promise<FoundVersion> {
      const file = `@v/${escapeVersion(version)}`
      const [found, goMod] = await bothOrFirstFailure(
        info(`${file}.info`),
        ask(`${file}.mod`, MAX_GO_MOD).then(readAll),
      )
      if (found.Version !== version) {
        throw new Failure(
          'unreachable',
          `Cannot use ${root}/${file}.info: it speaks of ${found.Version}`,
          { at: 'proxy' },
        )
      }
      return {
        info: found,
        goMod,
        cut: (target) => download(() => ask(`${file}.zip`, MAX_ZIP_BYTES), path, version, target),
      }
    },
  }
}

/** Waits for both even if one fails, so that no answer stays unread. */
async function bothOrFirstFailure<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b])
  if (first.status === 'rejected') throw first.reason
  if (second.status === 'rejected') throw second.reason
  return [first.value, second.value]
}

/** Keeps the proxy's own file as it is, once it has passed every rule for module zips. */
async function download(
  ask: () => Promise<Answer>,
  path: string,
  version: string,
  target: string,
): Promise<MadeZip> {
  const answer = await ask()
  try {
    await pipeline(
      Readable.from(answer.body, { objectMode: false }),
      createWriteStream(target, { flags: 'wx', flush: true }),
    )
    return await hashZip(target, path, version)
  } catch (error) {
    await discard(answer)
    await rm(target, { force: true })
    throw error
  }
}

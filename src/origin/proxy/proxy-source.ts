import { open, rm } from 'node:fs/promises'
import { Failure, valid } from '../../failure.ts'
import { escapePath, escapeVersion } from '../../gomod/escape.ts'
import { canonicalVersion } from '../../gomod/module-path.ts'
import { newest } from '../../gomod/semver.ts'
import { MAX_GO_MOD, MAX_ZIP_BYTES } from '../../gomod/zip-rules.ts'
import type { Gate } from '../../outbound/gate.ts'
import { readAll } from '../../outbound/read-answer.ts'
import type { Answer } from '../../outbound/exchange.ts'
import { withoutCredentials } from '../../outbound/request-record.ts'
import type { FoundVersion, MadeZip, ModuleSource } from '../module-source.ts'
import { parseInfo } from '../parse-info.ts'
import type { VersionInfo } from '../version-info.ts'
import { hashZip } from '../zip/hash-zip.ts'
import { listedVersions } from './listed-versions.ts'
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
  const root = `${base}/${valid(() => escapePath(path))}`
  const shown = withoutCredentials(root)

  async function ask(file: string, maxBytes: number): Promise<Answer> {
    const answer = await gate.ask({ url: `${root}/${file}`, purpose: 'proxy', maxBytes })
    if (answer.status === 200) return answer
    throw await proxyFailure(answer, `${shown}/${file}`)
  }

  const cannotUse = (file: string, why: string, cause?: unknown): Failure =>
    new Failure('unreachable', `Cannot use ${shown}/${file}: ${why}`, {
      cause,
      url: `${shown}/${file}`,
      at: 'proxy',
    })

  /** Reads a `.info`, whose version must be `expected`, or, if that is not given, any canonical one. */
  async function info(file: string, expected?: string): Promise<VersionInfo> {
    const bytes = await readAll(await ask(file, maxInfo))
    let found: VersionInfo
    try {
      found = parseInfo(bytes.toString())
    } catch (error) {
      throw cannotUse(file, 'it is no version information', error)
    }
    const { Version } = found
    if (Version !== (expected ?? canonicalVersion(Version)) || Version === '') {
      throw cannotUse(file, `it speaks of version ${JSON.stringify(Version.slice(0, 200))}`)
    }
    return found
  }

  async function versions(): Promise<string[]> {
    return listedVersions((await readAll(await ask('@v/list', maxList))).toString())
  }

  /** A proxy need not have `@latest`: then the list tells. */
  async function latest(): Promise<VersionInfo> {
    try {
      return await info('@latest')
    } catch (error) {
      if (!Failure.is(error, 'not-found')) throw error
      const best = newest(await versions())
      if (best === undefined) throw error
      return info(`@v/${valid(() => escapeVersion(best))}.info`, best)
    }
  }

  return {
    versions,
    latest,
    query: async (revision) => info(`@v/${valid(() => escapeVersion(revision))}.info`),
    async find(version): Promise<FoundVersion> {
      const file = `@v/${valid(() => escapeVersion(version))}`
      const [found, goMod] = await bothOrFirstFailure(
        info(`${file}.info`, version),
        ask(`${file}.mod`, MAX_GO_MOD).then(readAll),
      )
      return {
        info: found,
        goMod,
        cut: (target, onBytes) =>
          download(() => ask(`${file}.zip`, MAX_ZIP_BYTES), path, version, target, onBytes),
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
  onBytes?: (written: number, size: number) => void,
): Promise<MadeZip> {
  const file = await open(target, 'wx') // from here on it is ours, to be removed
  try {
    try {
      const answer = await ask()
      const size = sizeOf(answer)
      let written = 0
      for await (const chunk of answer.body) {
        await file.appendFile(chunk)
        written += chunk.length
        if (size !== undefined) onBytes?.(written, size)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    return await hashZip(target, path, version)
  } catch (error) {
    await rm(target, { force: true })
    throw error
  }
}

/** Bytes of an answer's body, if the server said so of the body itself and not of a compressed form. */
function sizeOf({ headers }: Answer): number | undefined {
  const length = headers['content-length'] ?? ''
  return headers['content-encoding'] === undefined && /^\d{1,15}$/.test(length)
    ? Number(length)
    : undefined
}

import { Failure } from '../../failure.ts'
import { escapePath, escapeVersion } from '../../gomod/escape.ts'
import { MAX_GO_MOD } from '../../gomod/zip-rules.ts'
import type { Gate } from '../../outbound/gate.ts'
import { discard, readAll } from '../../outbound/read-answer.ts'

/**
 * Gives the go.mod of a version; undefined where the server does not.
 *
 * @throws Failure `throttled` where upstream has had enough of the server, and so of whoever else asks for the same
 */
export type AskGoMod = (path: string, version: string) => Promise<Uint8Array | undefined>

/**
 * Makes the asker of a server for go.mod files, as a module proxy. A server that cannot be asked is not asked again.
 *
 * @param url base URL of the server, without a slash at its end
 * Source: go.dev/ref/mod#goproxy-protocol
 */
export function goModAsker(gate: Pick<Gate, 'ask'>, url: string, signal: AbortSignal): AskGoMod {
  let isBroken = false
  return async (path, version) => {
    if (isBroken) return undefined
    try {
      const file = `${escapePath(path)}/@v/${escapeVersion(version)}.mod`
      const answer = await gate.ask({
        url: `${url}/${file}`,
        purpose: 'proxy',
        maxBytes: MAX_GO_MOD,
        speaksForOthers: true,
        signal,
      })
      const isGoMod =
        answer.status === 200 && /^text\/plain\b/i.test(answer.headers['content-type'] ?? '')
      if (isGoMod) return await readAll(answer)
      await discard(answer)
      if (answer.status === 429) throw throttled(path, version)
      return undefined
    } catch (error) {
      if (!Failure.is(error) || error.code === 'throttled') throw error
      isBroken = true
      return undefined
    }
  }
}

function throttled(path: string, version: string): Failure {
  return new Failure(
    'throttled',
    `Cannot read the go.mod of ${path}@${version}: upstream wants fewer requests`,
  )
}

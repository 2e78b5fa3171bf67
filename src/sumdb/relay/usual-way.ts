import { Failure } from '../../failure.ts'
import type { ProxyEntry } from '../../origin/chain.ts'
import type { Gate } from '../../outbound/gate.ts'
import { discard } from '../../outbound/read-answer.ts'
import { remoteLog, type RemoteLog } from '../client/remote-log.ts'

/** What {@link usualWay} needs. */
export interface UsualWayOptions {
  readonly gate: Pick<Gate, 'ask'>
  /** In the key of the log. */
  readonly name: string
  readonly upstream: readonly ProxyEntry[]
}

const supportedBytes = 64 * 1024

/**
 * A log that is read through the first of the upstream proxies that says that it passes it on, else at `https://NAME`.
 * Unlike with the go command, `off` means that nobody is asked. What was chosen is kept as long as it can be asked.
 *
 * Source: cmd/go/internal/modfetch.dbClient.initBase
 */
export function usualWay({ gate, name, upstream }: UsualWayOptions): RemoteLog {
  let chosen: Promise<RemoteLog> | undefined

  async function choose(): Promise<RemoteLog> {
    const isOff = upstream.at(-1)?.source === 'off'
    for (const { source, fallBackOn } of upstream) {
      if (source === 'direct' || source === 'off') break
      const url = `${source}/sumdb/${name}`
      try {
        if (await isSupported(url)) return remoteLog({ gate, name, url })
      } catch (error) {
        if (!Failure.is(error) || fallBackOn === 'not-found') throw error
      }
    }
    if (isOff) throw new Failure('refused', `Cannot ask ${name}: \`upstream\` says "off"`)
    return remoteLog({ gate, name, url: `https://${name}` })
  }

  async function isSupported(base: string): Promise<boolean> {
    const url = `${base}/supported`
    const answer = await gate.ask({ url, purpose: 'sumdb', maxBytes: supportedBytes })
    await discard(answer)
    const { status } = answer
    if (status === 200) return true
    if (status === 404 || status === 410) return false
    const text = `Cannot ask ${url}: it answered ${status}`
    throw new Failure('unreachable', text, { url, status })
  }

  return {
    async read(path, maxBytes) {
      chosen ??= choose()
      try {
        const remote = await chosen
        return await remote.read(path, maxBytes)
      } catch (error) {
        if (!Failure.is(error, 'not-found')) chosen = undefined
        throw error
      }
    },
  }
}

import { setTimeout } from 'node:timers/promises'
import { isIP } from 'node:net'
import { goModAsker, type AskGoMod } from '../../check/server/ask-go-mod.ts'
import { serverAsker } from '../../check/server/ask-server.ts'
import { verifyWithServer, type Verify } from '../../check/server/verify-with-server.ts'
import { offeredLog } from '../../sumdb/client/offered-log.ts'
import { remoteLog } from '../../sumdb/client/remote-log.ts'
import type { NearerLog } from '../../verify/observe/checksum-database.ts'
import { Failure } from '../../failure.ts'
import { openGate } from '../../outbound/gate.ts'
import type { RequestRecord } from '../../outbound/request-record.ts'
import type { HostMemory } from '../../outbound/host-memory.ts'
import { safeLine } from '../../safe-text.ts'
import type { Access } from '../access.ts'
import type { CommandContext } from '../context.ts'
import { gateSettings } from '../gate-settings.ts'
import type { GoSetting } from '../go-settings.ts'
import { toldToServer } from './told-to-server.ts'

/** What a server is opened with. */
export interface ServerTools {
  readonly access: Access
  readonly memory: HostMemory
  readonly goSetting: GoSetting
  /** Patterns beside those of the configuration, as of GOPRIVATE. */
  readonly private: readonly string[]
  readonly signal: AbortSignal
  readonly onRequest: (request: RequestRecord) => void
}

/** A server that is asked, and what went wrong with it. */
export interface OpenedServer extends AsyncDisposable {
  /** Undefined where it cannot tell what is asked. */
  readonly verify: Verify | undefined
  /** Asks it for a go.mod; undefined where it may not be told, or has none. */
  readonly askGoMod: AskGoMod
  /** The checksum database of a name as it passes it on, if it does. */
  readonly logNamed: ((name: string) => NearerLog) | undefined
  /** Remarks for the report. */
  readonly notes: readonly string[]
}

/** A server sends something every 10 seconds while it works, milliseconds. */
const leastSilence = 30_000

/**
 * Opens the way to a server. Whoever names it lets it be asked wherever it is, by a gate that opens no other address that
 * is not public. It is told of what `told-to-server.ts` says.
 */
export function openServer(
  url: string,
  { config, options, stderr }: CommandContext,
  tools: ServerTools,
): OpenedServer {
  const mayKnow = toldToServer(config, tools.goSetting, tools.private)
  const gate = openGate({
    ...gateSettings(config, [hostOf(url)]),
    idleTimeout: Math.max(config.outbound.idleTimeout, leastSilence),
    memory: tools.memory,
    ...tools.access,
    now: Date.now,
    onRequest: tools.onRequest,
  })
  const notes: string[] = []
  const askGoMod = goModAsker(gate, url, tools.signal)
  return {
    notes,
    askGoMod: async (path, wanted) => (mayKnow(path) ? askGoMod(path, wanted) : undefined),
    logNamed: (name) => ({
      remote: offeredLog(
        remoteLog({ gate, name, url: `${url.replace(/\/+$/, '')}/sumdb/${name}` }),
      ),
      mayKnow,
    }),
    verify: verifyWithServer({
      url,
      ask: serverAsker({ gate, url, wait }),
      mayKnow,
      onTrouble({ message }) {
        const note = `${safeLine(message)}; upstream is asked instead`
        notes.push(note)
        if (options['quiet'] !== true) stderr.write(`headwater: ${note}\n`)
      },
    }),
    [Symbol.asyncDispose]: () => gate.close(),
  }
}

/** As an entry of `outbound.allow` names it. */
function hostOf(url: string): string {
  const host = new URL(url).hostname
  const literal = host.replace(/^\[|\]$/g, '')
  return isIP(literal) ? literal : host
}

async function wait(millis: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(millis, undefined, { signal })
  } catch (error) {
    throw new Failure('stopped', 'The check was stopped before it was done', { cause: error })
  }
}

import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { Failure } from '../../failure.ts'
import { openGate } from '../../outbound/gate.ts'
import type { Store } from '../../store/open-store.ts'
import { remoteLog, type RemoteLog } from '../../sumdb/client/remote-log.ts'
import { readAccess } from '../access.ts'
import { parseHttpUrl } from '../config/http-url.ts'
import type { CommandContext } from '../context.ts'
import { gateSettings } from '../gate-settings.ts'

/** A copy that is read, and closed when it is disposed of. */
export interface OpenedCopy extends AsyncDisposable {
  readonly remote: RemoteLog
  /** Whether it is the folder of an export. */
  readonly isExport: boolean
}

/**
 * Opens a copy of the log with this name: the folder of an export, or the URL of a server that has the log below `/sumdb/`.
 * A server may be at any address: whoever types the command has named it.
 *
 * @throws Failure `invalid` for a URL that is none
 */
export async function copyAt(
  place: string,
  name: string,
  { config, env, cwd }: CommandContext,
  store: Store,
): Promise<OpenedCopy> {
  if (!/^https?:/i.test(place)) {
    return {
      remote: inFolder(join(resolve(cwd, place), 'sumdb', name)),
      isExport: true,
      [Symbol.asyncDispose]: async () => {},
    }
  }
  const url = urlOf(place)
  const { access } = await readAccess(config, { env, personal: true })
  const gate = openGate({
    ...gateSettings(config, [hostOf(url)]),
    memory: store.facts.hosts,
    ...access,
    now: Date.now,
    onRequest: (request) => store.facts.recordRequest(request),
  })
  return {
    remote: remoteLog({ gate, name, url: `${url}/sumdb/${name}` }),
    isExport: false,
    [Symbol.asyncDispose]: () => gate.close(),
  }
}

function inFolder(folder: string): RemoteLog {
  return {
    async read(path) {
      try {
        return await readFile(join(folder, path))
      } catch (error) {
        throw new Failure('not-found', `There is no ${path} in ${folder}`, {
          cause: error,
          hint: 'Name the folder that was given to "headwater sumdb export"',
        })
      }
    },
  }
}

function urlOf(text: string): string {
  try {
    return parseHttpUrl(text, { credentials: false })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new Failure('invalid', `Cannot read a copy of the log: ${error.message}`, {
      cause: error,
    })
  }
}

/** As an entry of `outbound.allow` names it. */
function hostOf(url: string): string {
  const host = new URL(url).hostname
  const literal = host.replace(/^\[|\]$/g, '')
  return isIP(literal) ? literal : host
}

import { checksumDatabase } from '../checksum-database.ts'
import type { OpenedCheck } from './open-check.ts'
import type { OpenedServer, ServerTools } from './open-server.ts'
import type { Wanted } from './wanted.ts'

/** A server that is not asked about modules. */
const nothing = { verify: undefined, askGoMod: async () => undefined }

/**
 * The server that `--server` or the key `check.server` names; undefined where none is, or nobody is to be asked. At
 * another level than `refs` it is asked for records of a checksum database at most, since these are proved here; a note says so.
 */
export async function serverFor(
  { given, level, goSetting, settings, signal }: Wanted,
  { access, opened }: OpenedCheck,
  onRequest: ServerTools['onRequest'],
): Promise<OpenedServer | undefined> {
  const { server: url } = given.config.check
  if (url === undefined || given.options['offline'] === true) return undefined
  const isForAll = level === 'refs'
  const why = `at the level ${level} all content is read here`
  if (!isForAll && !checksumDatabase(given.config, goSetting)) {
    const notes = [`${url} is not asked: ${why}`]
    return { ...nothing, logNamed: undefined, notes, [Symbol.asyncDispose]: async () => {} }
  }
  const { openServer } = await import('./open-server.ts')
  const server = openServer(url, given, {
    access,
    memory: opened.store.facts.hosts,
    goSetting,
    private: settings.private,
    signal,
    onRequest,
  })
  if (isForAll) return server
  const note = `${url} is asked for records of the checksum database only: ${why}`
  return { ...server, ...nothing, notes: [note] }
}

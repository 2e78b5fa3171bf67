import type { OpenedCheck } from './open-check.ts'
import type { OpenedServer, ServerTools } from './open-server.ts'
import type { Wanted } from './wanted.ts'

/** A server that is not asked. */
const nothing = {
  verify: undefined,
  askGoMod: async () => undefined,
  [Symbol.asyncDispose]: async () => {},
}

/**
 * The server that `--server` or the key `check.server` names; undefined where none is, or nobody is to be asked. At
 * another level than `refs` it is not asked, and a note says so.
 */
export async function serverFor(
  { given, level, goSetting, settings, signal }: Wanted,
  { access, opened }: OpenedCheck,
  onRequest: ServerTools['onRequest'],
): Promise<OpenedServer | undefined> {
  const { server: url } = given.config.check
  if (url === undefined || given.options['offline'] === true) return undefined
  if (level !== 'refs') {
    const note = `${url} is not asked: at the level ${level} all content is read here`
    return { ...nothing, notes: [note] }
  }
  const { openServer } = await import('./open-server.ts')
  return openServer(url, given, {
    access,
    memory: opened.store.facts.hosts,
    goSetting,
    private: settings.private,
    signal,
    onRequest,
  })
}

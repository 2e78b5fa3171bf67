import type { Asking } from './open-asking.ts'
import type { OpenedServer } from './open-server.ts'
import type { Wanted } from './wanted.ts'

/**
 * The server that `--server` or the key `check.server` names; undefined where none is, or nobody is to be asked. At
 * another level than `refs` it is not asked, and a note says so.
 */
export async function serverFor(
  { context, level, goSetting, settings, signal }: Wanted,
  { access, parts, onRequest }: Asking,
): Promise<OpenedServer | undefined> {
  const { server: url } = context.config.check
  if (url === undefined || context.options['offline'] === true) return undefined
  if (level !== 'refs') {
    const note = `${url} is not asked: at the level ${level} all content is read here`
    return {
      verify: undefined,
      askGoMod: async () => undefined,
      notes: [note],
      [Symbol.asyncDispose]: async () => {},
    }
  }
  const { openServer } = await import('./open-server.ts')
  return openServer(url, context, {
    access,
    memory: parts.store.facts.hosts,
    goSetting,
    private: settings.private,
    signal,
    onRequest,
  })
}

import type { Level } from '../../verify/level.ts'
import type { CommandContext } from '../context.ts'
import type { OpenedServer, ServerTools } from './open-server.ts'

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
  context: CommandContext,
  { level, ...tools }: ServerTools & { readonly level: Level | 'build' },
): Promise<OpenedServer | undefined> {
  const { server: url } = context.config.check
  if (url === undefined || context.options['offline'] === true) return undefined
  if (level !== 'refs') {
    const note = `${url} is not asked: at the level ${level} all content is read here`
    return { ...nothing, notes: [note] }
  }
  const { openServer } = await import('./open-server.ts')
  return openServer(url, context, tools)
}

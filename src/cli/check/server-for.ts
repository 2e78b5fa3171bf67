import type { Level } from '../../verify/level.ts'
import type { CommandContext } from '../context.ts'
import type { OpenedServer, ServerTools } from './open-server.ts'

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
    const askGoMod = async () => undefined
    return { verify: undefined, askGoMod, notes: [note], [Symbol.asyncDispose]: async () => {} }
  }
  const { openServer } = await import('./open-server.ts')
  return openServer(url, context, tools)
}

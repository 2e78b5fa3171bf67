import { readAccess, type Access } from './access.ts'
import type { CommandContext } from './context.ts'

/**
 * {@link readAccess} for a command that works for the one who typed it; warnings go to standard error, unless that is to
 * be quiet.
 *
 * @throws Failure as {@link readAccess}
 */
export async function personalAccess(context: CommandContext): Promise<Access> {
  const { config, env, options, stderr } = context
  const { access, warnings } = await readAccess(config, { env, personal: true })
  if (options['quiet'] !== true) {
    for (const warning of warnings) stderr.write(`headwater: ${warning}\n`)
  }
  return access
}

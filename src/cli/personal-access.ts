import { readAccess, type Access } from './access.ts'
import type { CommandContext } from './context.ts'

/**
 * {@link readAccess} for a command that works for the one who typed it; warnings go to standard error, unless that is to
 * be quiet, and with `--verbose` also which variables hold a token that is used.
 *
 * @param asksNobody as in `AccessSources`
 * @throws Failure as {@link readAccess}
 */
export async function personalAccess(context: CommandContext, asksNobody = false): Promise<Access> {
  const { config, env, options, stderr } = context
  const { access, warnings, notes } = await readAccess(config, {
    env,
    personal: true,
    asksNobody,
  })
  const told = [
    ...(options['quiet'] === true ? [] : warnings),
    ...(options['verbose'] === true ? notes : []),
  ]
  for (const line of told) stderr.write(`headwater: ${line}\n`)
  return access
}

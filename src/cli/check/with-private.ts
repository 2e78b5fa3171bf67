import type { CommandContext } from '../context.ts'
import type { GoSetting } from '../go-settings.ts'

/** Adds what the user's GOPRIVATE names to the setting `private`, for a command that works for that user. */
export function withPrivate(context: CommandContext, goSetting: GoSetting): CommandContext {
  const globs = goSetting('GOPRIVATE').split(',').filter(Boolean)
  const { config } = context
  return { ...context, config: { ...config, private: [...config.private, ...globs] } }
}

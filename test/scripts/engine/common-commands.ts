import type { Commands } from './command.ts'
import { controlCommands } from './control-commands.ts'
import { fileCommands } from './file-commands.ts'
import { outputCommands } from './output-commands.ts'
import { programCommands } from './run-program.ts'

/**
 * The commands every script has: cat, cd, chmod, cmp, cmpenv, cp, echo, env, exec, exists, grep, mkdir, mv, replace,
 * rm, skip, sleep, stderr, stdout, stop, symlink, wait. Source of what they do: `cmd/internal/script` `DefaultCmds`,
 * `cmd/internal/script/scripttest`.
 */
export const commonCommands: Commands = {
  ...controlCommands,
  ...fileCommands,
  ...outputCommands,
  ...programCommands,
}

import type { CommandContext } from '../context.ts'

/** Tells on standard error why a file of an incomplete check is left out. */
export function tellNotWritten({ stderr }: Pick<CommandContext, 'stderr'>, name: string): void {
  stderr.write(
    `headwater: ${name} is not written: the check is incomplete (--allow-incomplete writes it all the same)\n`,
  )
}

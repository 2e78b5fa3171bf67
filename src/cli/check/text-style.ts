import { speaksUtf8, widthFor, type TextStyle } from '../../check/report/text/text-layout.ts'
import type { CommandContext } from '../context.ts'

/** How text is laid out for standard output as it is. */
export function styleOf({ stdout, options, env }: CommandContext): TextStyle {
  const { isTTY, columns } = stdout as { readonly isTTY?: boolean; readonly columns?: number }
  const color = isTTY === true && options['color'] !== false
  return {
    width: widthFor(isTTY === true ? columns : undefined),
    utf8: speaksUtf8(env),
    color,
    links: color,
    verbose: options['verbose'] === true,
  }
}

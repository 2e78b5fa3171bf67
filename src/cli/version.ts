import packageJson from '../../package.json' with { type: 'json' }
import type { BareContext } from './context.ts'

/** The version of this program. */
export const version: string = packageJson.version

/** `headwater version`: what runs here, for bug reports. */
export async function printVersion({
  options,
  stdout,
}: Pick<BareContext, 'options' | 'stdout'>): Promise<number> {
  const { node } = process.versions
  const platform = `${process.platform}-${process.arch}`
  stdout.write(
    options['json'] === true
      ? `${JSON.stringify({ headwater: version, node, platform })}\n`
      : `headwater ${version} (Node.js ${node}, ${platform})\n`,
  )
  return 0
}

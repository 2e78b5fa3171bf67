import { Failure } from '../../failure.ts'
import { declaredGo } from '../../gomod/mod-file/declared-go.ts'
import { vendoredRule } from '../../gomod/vendored.ts'

/** The go.mod in the archive names another Go version than the repository's, and that decides which files belong. */
export class OtherGoVersion extends Failure {
  /** As `declaredGo` reads it in the archive's go.mod: by this one the zip must be cut. */
  readonly goVersion: string

  constructor(message: string, goVersion: string) {
    super('unsupported', message, { at: 'content' })
    this.goVersion = goVersion
  }
}

/**
 * The content of go.mod unchanged. Attributes of git may convert it on its way into the archive, and
 * Go reads the converted one to know what is vendored: fails at the end of the content when it names
 * another Go version than `goVersion`, and one of `names` would be judged otherwise by it.
 *
 * Memory: the file, when names depend on its version; else nothing.
 *
 * @throws OtherGoVersion
 *
 * Source: x/mod/zip.checkFiles
 */
export function watchGoMod(
  body: AsyncIterable<Uint8Array>,
  judged: {
    readonly module: string
    readonly goVersion: string
    readonly names: readonly string[]
  },
): AsyncIterable<Uint8Array> {
  return differ(judged.names, '', '1.24') ? watched() : body

  async function* watched(): AsyncGenerator<Uint8Array> {
    const chunks: Uint8Array[] = []
    for await (const chunk of body) {
      chunks.push(chunk)
      yield chunk
    }
    const found = declaredGo(Buffer.concat(chunks))
    if (differ(judged.names, judged.goVersion, found)) {
      throw new OtherGoVersion(
        `Cannot cut the zip of ${judged.module}: git attributes change its go.mod from Go ` +
          `"${judged.goVersion}" to "${found}", which decides what is vendored`,
        found,
      )
    }
  }
}

function differ(names: readonly string[], one: string, other: string): boolean {
  const [first, second] = [vendoredRule(one), vendoredRule(other)]
  return names.some((name) => first(name) !== second(name))
}

import { basename, join, relative } from 'node:path'
import {
  build,
  transform,
  type BuildOptions,
  type ImportKind,
  type Message,
  type Plugin,
} from 'esbuild'
import { joinParts, type Part } from './join-parts.ts'

const root = join(import.meta.dirname, '../..')

/** The program as CommonJS files of one folder. */
export interface Bundle {
  /** Texts by file name, ASCII only. `main.cjs` exports `start`; it loads the others when they are needed. */
  readonly files: ReadonlyMap<string, string>
  /** Every source file of which something is in there, by its path from the root of the checkout. */
  readonly inputs: readonly string[]
}

/**
 * commander can start programs, which it is never asked to here. What that takes would be a tenth of what an empty Node
 * costs at every start.
 */
const withoutPrograms: Plugin = {
  name: 'commander without programs',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.startsWith(join(root, 'node_modules/commander/'))
        ? { path: 'none', namespace: 'programs' }
        : undefined,
    )
    build.onLoad({ filter: /^/, namespace: 'programs' }, () => ({ contents: 'export default {}' }))
  },
}

/**
 * How all of it is written. Text with other than ASCII characters takes Node twice as long to read, and template
 * literals are where esbuild cannot do without.
 */
const style = {
  platform: 'node',
  target: 'node24',
  charset: 'ascii',
  supported: { 'template-literal': false, 'regexp-unicode-property-escapes': true },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'silent',
} as const satisfies BuildOptions

/** What `headwater check` loads by `import()` where nothing is configured and nobody is asked, in this order. */
const wayOfCheck = [
  'src/cli/program.ts',
  'src/cli/config/config-from.ts',
  'src/cli/check/command.ts',
  'src/check/run-check.ts',
  'src/check/report/text/report-text.ts',
]

/**
 * Bundles `src/cli/main.ts` and all it needs. What is loaded by `import()` is in files of its own: Node keeps the
 * compiled code of each file as its first use left it, so what is not used together must not be in one. The same sources give the same bytes.
 *
 * @throws Error when esbuild has anything to complain of
 */
export async function bundle(): Promise<Bundle> {
  const { outputFiles, metafile, warnings } = await build({
    ...style,
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    metafile: true,
    write: false,
    plugins: [withoutPrograms],
  })
  refuse(warnings)
  const parts: Part[] = []
  for (const { path, text } of outputFiles) {
    const { imports = [] } = metafile.outputs[relative(root, path)] ?? {}
    const namesOf = (wanted: ImportKind) =>
      imports.filter(({ kind }) => kind === wanted).map(({ path }) => basename(path))
    parts.push({
      name: basename(path),
      text: await asCommonJs(text),
      needs: namesOf('import-statement'),
      later: namesOf('dynamic-import'),
    })
  }
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  )
  const inputs = [...new Set(used.map(([file]) => file))]
  const nameOf = (entry: string) => {
    const [output] =
      Object.entries(metafile.outputs).find(([, one]) => one.entryPoint === entry) ?? []
    if (output === undefined) throw new Error(`${entry} is loaded by no import()`)
    return basename(output)
  }
  return { files: joinParts(parts, 'main.cjs', wayOfCheck.map(nameOf)), inputs }
}

/** Only ES modules can be split, and they are slower to load. */
async function asCommonJs(text: string): Promise<string> {
  const supported = { ...style.supported, 'dynamic-import': false }
  const { code, warnings } = await transform(text, { ...style, format: 'cjs', supported })
  refuse(warnings)
  return notCopied(whenUsed(code)).replace(/[^\p{ASCII}]/gv, escaped)
}

/**
 * Modules of Node.js, whose names esbuild writes as properties of one variable, are loaded when the first of them is used,
 * and not copied. Loading `node:crypto` alone would be a sixth of what an empty Node costs.
 */
function whenUsed(code: string): string {
  return code.replace(
    /\b(import_\w+)=(?:require\(("node:[\w/]+")\)|__toESM\(require\(("node:[\w/]+")\)\))/g,
    '$1=whenUsed($2$3)',
  )
}

/** esbuild has each module copy what it exports, lest others alter it, which takes time at every start. */
function notCopied(code: string): string {
  return code.replace(
    'module.exports=__toCommonJS(stdin_exports)',
    'module.exports=__defProp(stdin_exports,"__esModule",{value:!0})',
  )
}

/** esbuild leaves what is not ASCII in regular expressions, where an escape means the same. */
function escaped(char: string): string {
  const units = char.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'))
  return units.map((unit) => `\\u${unit}`).join('')
}

function refuse([first]: readonly Message[]): void {
  if (first !== undefined) throw new Error(`esbuild warns: ${first.text}`)
}

import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Failure } from '../../failure.ts'
import { safeLine } from '../../safe-text.ts'
import type { CommandContext } from '../context.ts'
import { formatOf, knownFormat } from './options.ts'
import type { Format } from './writers.ts'

/** A file that is going to be written. */
export interface OutputFile {
  /** Absolute, without links. */
  readonly path: string
  /** As it was named. */
  readonly name: string
  /**
   * `replace`: a new file takes its place at once; `append`: what is in it stays; `write`: it is no plain file (a pipe, a
   * terminal).
   */
  readonly how: 'replace' | 'append' | 'write'
}

/** Where reports go. */
export interface Outputs {
  /** The format on standard output. */
  readonly stdout: Format
  readonly files: readonly (OutputFile & { readonly format: Format })[]
}

/** Whether some report tells the address of the git repository that is checked. */
export function showAddress({ stdout, files }: Outputs): boolean {
  return [stdout, ...files.map(({ format }) => format)].some(
    (format) => format === 'sarif' || format === 'json',
  )
}

/**
 * Where the command line wants reports, found out before anything is asked.
 *
 * @throws Failure `invalid` for a format that is not known, a file that cannot be written, and two for one place
 */
export async function outputsOf(context: CommandContext): Promise<Outputs> {
  const { options } = context
  const given = Array.isArray(options['output']) ? options['output'].map(String) : []
  const wanted = given.map(formatAndFile)
  const toStdout = wanted.filter(({ file }) => file === '-').map(({ format }) => format)
  const isSaid = options['format'] !== undefined || options['json'] === true
  if (toStdout.length + Number(isSaid) > 1) {
    throw new Failure('invalid', 'Cannot write two reports to standard output', {
      hint: 'Give one of them a file: -o FORMAT=FILE',
    })
  }
  const files: (OutputFile & { format: Format })[] = []
  for (const { format, file } of wanted) {
    if (file === '-') continue
    const output = { ...(await outputFile(file, context)), format }
    if (output.how === 'replace' && files.some(({ path }) => path === output.path)) {
      throw new Failure('invalid', `Cannot write two reports to "${output.name}"`)
    }
    files.push(output)
  }
  return { stdout: toStdout[0] ?? formatOf(context), files }
}

/** Files that people write and a check reads: what names one of them as an output is a slip. */
const notOutputs: ReadonlySet<string> = new Set([
  '.headwater.toml',
  'go.mod',
  'go.sum',
  'go.work',
  'go.work.sum',
])

/**
 * A file that is going to be written. The step summary of a GitHub job belongs to all steps, so it is appended to.
 *
 * @throws Failure `invalid` where it cannot be written
 */
export async function outputFile(
  file: string,
  { cwd, env }: Pick<CommandContext, 'cwd' | 'env'>,
): Promise<OutputFile> {
  const name = safeLine(file)
  const path = resolve(cwd, file)
  if (notOutputs.has(basename(path))) throw cannotWrite(name, 'it is a file of the project')
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) throw cannotWrite(name, 'it is a folder')
  const folder = await realpath(dirname(path)).catch(() => undefined)
  if (folder === undefined)
    throw cannotWrite(name, `there is no folder "${safeLine(dirname(file))}"`)
  const real = found ? await realpath(path) : join(folder, basename(path))
  const isPlain = found === undefined || found.isFile()
  const isSummary = resolve(cwd, env['GITHUB_STEP_SUMMARY'] || '') === path && path !== resolve(cwd)
  const how = !isPlain ? 'write' : isSummary ? 'append' : 'replace'
  await access(how === 'replace' ? dirname(real) : real, constants.W_OK).catch((error: unknown) => {
    if (how !== 'append' || found) throw cannotWrite(name, 'this user may not', error)
  })
  return { path: real, name, how }
}

function formatAndFile(text: string): { format: Format; file: string } {
  const at = text.indexOf('=')
  const file = text.slice(at + 1)
  if (at > 0 && file !== '') return { format: knownFormat(text.slice(0, at)), file }
  throw new Failure('invalid', `Cannot write the output "${safeLine(text)}": it names no file`, {
    hint: 'Write it as FORMAT=FILE, such as sarif=headwater.sarif',
  })
}

function cannotWrite(name: string, why: string, cause?: unknown): Failure {
  return new Failure('invalid', `Cannot write "${name}": ${why}`, { cause })
}

import { createWriteStream } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../failure.ts'
import { escapePath, escapeVersion } from '../gomod/escape.ts'
import { goModSum } from '../gomod/h1.ts'
import { InvalidError } from '../gomod/invalid-error.ts'
import { mergeOrigins } from '../origin/code/origin-of.ts'
import type { Origin } from '../origin/version-info.ts'
import { safeJson, safeLine } from '../safe-text.ts'
import { folderFailure } from '../store/folder-failure.ts'
import { makeFolders } from '../store/make-folders.ts'
import type { CommandContext } from './context.ts'
import { personalAccess } from './personal-access.ts'
import { asWritten, parseFetchArgument, type ModuleQuery } from './fetch-argument.ts'
import { findVersion, originOfSelection, type Found } from './find-version.ts'
import { openParts, type Parts } from './open-parts.ts'
import { untilStopped } from './until-stopped.ts'

/** What is printed for one argument: the fields of `go mod download -json`, in its order. */
interface Fetched {
  readonly Path: string
  readonly Version?: string
  readonly Query?: string
  readonly Error?: string
  readonly Info?: string
  readonly GoMod?: string
  readonly Zip?: string
  readonly Sum?: string
  readonly GoModSum?: string
  readonly Origin?: Origin
}

/**
 * `headwater fetch`: brings modules and tells where their files are. Exit code 1: something does not exist; 3: could not
 * ask.
 *
 * @throws Failure `invalid` for a malformed argument, before anything is asked (with `--json` it gets an object with
 *   its error like every other, and exit code 2); the reason of the context's signal when it is aborted
 */
export async function fetchCommand(context: CommandContext): Promise<number> {
  const { args, options, config, cwd, stdout, stderr, signal } = context
  const json = options['json'] === true
  const asked = args.map((argument) => (json ? argument : parseFetchArgument(argument)))
  const out = resolve(
    cwd,
    typeof options['out'] === 'string' ? options['out'] : join(config.data, 'download'),
  )
  await using parts = await openParts(config, { access: await personalAccess(context) })
  let code = 0
  for (const one of asked) {
    const { fetched, failure } = await untilStopped(
      signal,
      () => fetchOne(parts, one, out),
      () => parts.gate.close(),
    )
    if (failure) code = Math.max(code, exitCodeOf(failure))
    if (json) stdout.write(`${safeJson(JSON.stringify(fetched, null, '\t'))}\n`)
    else if (failure) stderr.write(`headwater: ${safeLine(failure.message)}\n${hintLine(failure)}`)
    else stdout.write(summary(fetched))
  }
  return code
}

async function fetchOne(
  parts: Parts,
  argument: ModuleQuery | string,
  out: string,
): Promise<{ fetched: Fetched; failure?: Error }> {
  let { path, query } = typeof argument === 'string' ? asWritten(argument) : argument
  let found: Found | undefined
  let selection: Origin | undefined
  try {
    if (typeof argument === 'string') ({ path, query } = parseFetchArgument(argument))
    // Asked before the list is: if that changes in between, this is too old, and nobody relies on it.
    selection = await originOfSelection(parts, path, query)
    found = await findVersion(parts, path, query, selection)
    return { fetched: await bring(parts, found, out) }
  } catch (error) {
    if (!(error instanceof Failure) && !(error instanceof InvalidError)) throw error
    const told = Failure.is(error) ? error.details.origin : undefined
    const Origin = found
      ? found.Origin
      : selection && told
        ? mergeOrigins(selection, told)
        : (selection ?? told)
    const version = found ? namesOf(found) : { Path: path, Version: query }
    const fetched = { ...version, Error: error.message, ...(Origin && { Origin }) }
    return { fetched, failure: error }
  }
}

function namesOf({ path, query, version }: Found): Pick<Fetched, 'Path' | 'Version' | 'Query'> {
  return { Path: path, Version: version, ...(query !== version && { Query: query }) }
}

async function bring({ mirror, store }: Parts, found: Found, out: string): Promise<Fetched> {
  const { path, version, info, Origin } = found
  const zip = await mirror.zip(path, version, 'default')
  try {
    await zip.arrived?.(zip.size - 1)
    const mod = await mirror.mod(path, version, 'default')
    const folder = join(out, ...escapePath(path).split('/'), '@v')
    const file = (extension: string) => join(folder, `${escapeVersion(version)}.${extension}`)
    await makeFolders(folder).catch((error: unknown) => {
      throw folderFailure(error, out, 'put files in')
    })
    await replaceFile(file('info'), (temp) => writeFile(temp, info.bytes))
    await replaceFile(file('mod'), (temp) => writeFile(temp, mod.bytes))
    await replaceFile(file('zip'), (temp) =>
      pipeline(zip.file.createReadStream({ autoClose: false, start: 0 }), createWriteStream(temp)),
    )
    const sums = store.facts.sumsOf(path, version)
    return {
      ...namesOf(found),
      Info: file('info'),
      GoMod: file('mod'),
      Zip: file('zip'),
      ...(sums?.zipSum !== undefined && { Sum: sums.zipSum }),
      GoModSum: goModSum(mod.bytes),
      ...(Origin && { Origin }),
    }
  } finally {
    await zip.file.close()
  }
}

/** Nobody sees half a file, and two runs at once do not disturb each other. */
async function replaceFile(target: string, write: (temp: string) => Promise<void>): Promise<void> {
  const temp = `${target}.${process.pid}.tmp`
  try {
    await write(temp)
    await rename(temp, target)
  } finally {
    await rm(temp, { force: true })
  }
}

/** 1: upstream said so; 2: the argument says nothing; 3: could not ask. */
function exitCodeOf(failure: Error): 1 | 2 | 3 {
  if (Failure.is(failure, 'invalid')) return 2
  const saidSo =
    failure instanceof InvalidError || Failure.is(failure, 'not-found', 'unusable', 'mismatch')
  return saidSo ? 1 : 3
}

function hintLine(failure: Error): string {
  return Failure.is(failure) && failure.details.hint !== undefined
    ? `  ${safeLine(failure.details.hint)}\n`
    : ''
}

function summary(fetched: Fetched): string {
  const { Path, Version, Sum, GoModSum, Zip, Origin } = fetched
  const { URL = '', Ref = '', Hash = '' } = Origin ?? {}
  const lines = [
    `${Path} ${Version}`,
    ...(URL === '' ? [] : [`  from     ${URL} ${Ref} ${Hash}`.trimEnd()]),
    `  zip      ${Sum}`,
    `  go.mod   ${GoModSum}`,
    `  file     ${Zip}`,
  ]
  return lines.map((line) => `${safeLine(line)}\n`).join('')
}

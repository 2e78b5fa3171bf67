import { lstat } from 'node:fs/promises'
import { Failure } from '../../../failure.ts'
import { issueReason } from '../../config/issue-reason.ts'
import { readConfigFile } from '../../config/file.ts'
import { keys } from '../../config/keys.ts'
import { valueAt, type Layer } from '../../config/layer.ts'
import { problem, problemLine, type Problem } from '../../config/problem.ts'
import { nearest } from '../../nearest.ts'
import { ignore, schema } from './schema.ts'
import { settingsOf, type Settings } from './settings.ts'
import { withoutDates } from './without-dates.ts'

const largest = 1024 * 1024
const longestDays = 366
const day = 86_400_000

/**
 * Reads a `.headwater.toml`.
 *
 * @param file absolute path
 * @param name stands in texts
 * @param now milliseconds since the epoch: no entry may hold for more than a year from then
 * @throws Failure `invalid` with every problem there is, each with its line, key and reason
 */
export async function readSettings(file: string, name: string, now: number): Promise<Settings> {
  const found = await lstat(file).catch(() => undefined)
  if (found && !found.isFile()) throw failureOf(name, [problem(name, '', 'is not a plain file')])
  if (found && found.size > largest) throw failureOf(name, [problem(name, '', 'is over 1 MiB')])
  const { layer, problems } = readConfigFile(file, '/', true)
  const named = (where: string) => where.replace(file, () => name)
  if (layer === undefined) {
    throw failureOf(
      name,
      problems.map(({ where, reason }) => problem(named(where), '', reason)),
    )
  }
  const whereOf: WhereOf = (path) => named(layer.originOf(path).name)
  const values = withoutDates(layer.values)
  const { data, error } = schema.safeParse(values)
  if (error) throw failureOf(name, problemsOf(error.issues, values, whereOf))
  const settings = settingsOf(data, whereOf)
  const limit = new Date(now + longestDays * day).toISOString().slice(0, 10)
  const endless = settings.ignores.filter(({ expires }) => expires > limit)
  if (endless.length === 0) return settings
  throw failureOf(
    name,
    endless.map(({ where, expires }) =>
      problem(where, 'ignore.expires', `${expires} is more than a year ahead`),
    ),
  )
}

type WhereOf = (path: Parameters<Layer['originOf']>[0]) => string
type Issue = Parameters<typeof issueReason>[0]

function problemsOf(issues: readonly Issue[], values: unknown, whereOf: WhereOf): Problem[] {
  return issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownKey([...issue.path, key], whereOf))
        : [
            problem(
              whereOf(issue.path),
              nameOf(issue.path),
              issueReason(issue, valueAt(values, issue.path)),
            ),
          ],
    )
    .toSorted((a, b) => a.where.localeCompare(b.where, 'en', { numeric: true }))
}

function unknownKey(path: readonly PropertyKey[], whereOf: WhereOf): Problem {
  const name = String(path.at(-1))
  const known = Object.keys((path.length > 1 ? ignore : schema).shape)
  const likely = nearest(name, known)
  const isElsewhere = path.length === 1 && keys.some((key) => key.path[0] === name)
  const hint =
    isElsewhere || name === 'server'
      ? 'a checked repository may not decide whom is asked: it belongs in headwater.toml or on the command line'
      : likely && `did you mean "${likely}"?`
  return problem(whereOf(path), nameOf(path), 'is not a setting', hint)
}

/** `ignore`, 0, `code` becomes `ignore.code`: the line tells which one. */
function nameOf(path: readonly PropertyKey[]): string {
  return path.filter((part) => typeof part !== 'number').join('.')
}

function failureOf(name: string, problems: readonly Problem[]): Failure {
  const lines = problems.map(problemLine)
  if (lines.length === 1) return new Failure('invalid', `Cannot use ${lines[0]}`)
  const list = lines.map((line) => `\n  ${line}`).join('')
  return new Failure('invalid', `Cannot use ${name}, for ${lines.length} reasons:${list}`)
}

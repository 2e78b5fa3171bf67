import { setImmediate } from 'node:timers/promises'
import { readGoSumLine, type GoSumEntry } from '../../gomod/go-sum.ts'
import { isForeignHash, isHash1 } from '../../gomod/h1.ts'
import { invalidity } from '../../gomod/invalid-error.ts'
import { decodeText } from '../../gomod/mod-file/decode.ts'
import { checkRecordable } from '../../gomod/module-path.ts'

/** A line of a go.sum file: what it says, or what is wrong with it. */
export interface ReadLine {
  /** Number of the line, from 1. */
  readonly line: number
  /** Absent where the line does not have the three fields of one. */
  readonly entry?: GoSumEntry
  /** Why it is malformed. */
  readonly fault?: string
  /** Whether its hash is of an algorithm that nobody but its writer knows: the go command passes it over. */
  readonly isForeign?: boolean
}

/** What may be read of one line, bytes. The longest path, version and hash have less. */
const longest = 4096
/** Lines that are read in one go. */
const atOnce = 500
const newline = 0x0a

/**
 * Reads a go.sum file more strictly than the go command does: paths, versions and hashes must be such. Blank lines, and those
 * that the go command passes over (the hash of an empty go.mod), are left out. Lets others have their turn in between. Never
 * throws. Cost: linear in the length of the file, whatever is in it.
 *
 * Source: cmd/go/internal/modfetch.readGoSum, x/mod/module.Check
 */
export async function readAuditedLines(file: Buffer): Promise<ReadLine[]> {
  const lines: ReadLine[] = []
  const faultOf = versionJudge()
  let start = 0
  for (let line = 1; start < file.length; line++) {
    const newlineAt = file.indexOf(newline, start)
    const end = newlineAt === -1 ? file.length : newlineAt
    const read = readLine(file.subarray(start, end), faultOf)
    if (read) lines.push({ line, ...read })
    start = end + 1
    if (line % atOnce === 0) await setImmediate()
  }
  return lines
}

/** Why a version cannot be one of that module. */
type VersionJudge = (path: string, version: string) => string | undefined

function readLine(bytes: Buffer, faultOf: VersionJudge): Omit<ReadLine, 'line'> | undefined {
  if (bytes.length > longest) return { fault: `it has more than ${longest} bytes` }
  const entry = readGoSumLine(decodeText(bytes))
  if (entry === undefined) return undefined
  if (typeof entry === 'string') return { fault: entry }
  const { path, version, sum } = entry
  const fault = faultOf(path, version)
  if (fault !== undefined) return { entry, fault }
  if (isHash1(sum)) return { entry }
  if (isForeignHash(sum)) return { entry, isForeign: true }
  return { entry, fault: `${JSON.stringify(sum)} is not h1: and 32 bytes in base64` }
}

/** The two lines of a version stand together, so the last one that was judged is remembered. */
function versionJudge(): VersionJudge {
  let last: { path: string; version: string; fault: string | undefined } | undefined
  return (path, version) => {
    if (last?.path !== path || last.version !== version) {
      last = { path, version, fault: invalidity(() => checkRecordable(path, version)) }
    }
    return last.fault
  }
}

import { InvalidError } from '../../gomod/invalid-error.ts'
import type { Attestation, LogRecord } from '../../store/log/log-record.ts'
import type { DataTile } from '../../tlog/tile.ts'
import { formatTilePath } from '../../tlog/tile-path.ts'

/** How a record came in, which nobody signs: it is told by who keeps the log, and proves nothing. */
export interface Admitted {
  readonly addedAt: number
  readonly attestation?: Attestation
}

/** The last time that there is a date for, Unix milliseconds. Source: ECMA-262, 21.4.1.1 */
const lastTime = 8_640_000_000_000_000

/** Where an export has that of the records of a data tile. */
export function admittedPath(tile: DataTile): string {
  return formatTilePath(tile).replace('tile/8/data/', 'admitted/')
}

/** That of records, a line of JSON for each. */
export function formatAdmitted(records: readonly LogRecord[]): string {
  return records
    .map(({ addedAt, attestation }) => `${JSON.stringify({ addedAt, attestation })}\n`)
    .join('')
}

/**
 * Reads what {@link formatAdmitted} wrote.
 *
 * @param count of records
 * @throws InvalidError when it is anything else
 */
export function parseAdmitted(text: string, count: number): Admitted[] {
  const lines = text.split('\n')
  if (lines.pop() !== '' || lines.length !== count) {
    throw new InvalidError(`Invalid admissions: they are not ${count} lines`)
  }
  return lines.map((line) => parseLine(line))
}

function parseLine(line: string): Admitted {
  const { addedAt, attestation } = objectIn(line)
  if (!isCount(addedAt) || addedAt > lastTime)
    throw new InvalidError('Invalid admission: it has no time')
  if (attestation === undefined) return { addedAt }
  const { log, size } = Object(attestation) as Record<string, unknown>
  if (typeof log !== 'string' || !/^[^\s+]+\+[0-9a-f]{8}$/.test(log) || !isCount(size)) {
    throw new InvalidError('Invalid admission: its attestation is none')
  }
  return { addedAt, attestation: { log, size } }
}

function objectIn(line: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(line)) as Record<string, unknown>
  } catch (error) {
    throw new InvalidError(`Invalid admission: ${String(error)}`)
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

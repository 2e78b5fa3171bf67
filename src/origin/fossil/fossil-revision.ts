import { Failure } from '../../failure.ts'
import type { Revision } from '../code-host.ts'

/**
 * Reads what `fossil info` prints of a check-in: its hash (the first 40 digits) and its time.
 *
 * @param name under which it was asked for
 * @throws Failure `unusable` for anything else, which the go command does not understand either
 * Source: `cmd/go/internal/modfetch/codehost.fossilParseStat`
 */
export function fossilRevision(info: string, url: string, name: string): Revision {
  const line = info.split('\n').find((line) => /^(?:uuid|hash):/.test(line)) ?? ''
  const [, hash = '', day, time] =
    /^\w+:\s+([0-9a-f]{40})\s+(\d{4}-\d\d-\d\d)\s+(\d\d:\d\d:\d\d)\s+UTC\s*$/.exec(line) ?? []
  if (day === undefined) {
    throw new Failure('unusable', `Cannot use ${name} of ${url}: fossil tells no check-in of it`, {
      url,
      at: 'ref',
    })
  }
  const isPrefix = hash.startsWith(name)
  return {
    hash,
    short: hash.slice(0, 12),
    time: new Date(`${day}T${time}Z`),
    version: isPrefix ? hash : name,
    tags: [],
    ...(!(isPrefix && name.length >= 12) && { ref: name }),
  }
}

import * as z from 'zod'

const count = z.int().min(0)
const time = z.iso.datetime().describe('UTC')
const hash = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/)
  .describe('32 bytes in base64')

const entry = {
  number: count.describe('In the log, from 0'),
  path: z.string(),
  version: z.string(),
  zip: z.string().describe('h1: of the module'),
  goMod: z.string().describe('h1: of its go.mod'),
  addedAt: time,
  attestation: z
    .object({ log: z.string(), size: count })
    .nullable()
    .describe('The other log that was proved to have the same, and its entries then'),
}

const head = z.object({
  size: count.describe('Entries'),
  root: hash,
  checkpoint: z.string().describe('Signed'),
})

const witness = z.object({
  name: z.string(),
  size: count.nullable().describe('Entries that it has cosigned, as far as is known here'),
  cosignedAt: time.nullable().describe('When, as it says'),
  trouble: z
    .string()
    .nullable()
    .describe('Why it did not when it was asked last; `mismatch`: it contradicts what is here'),
})

const own = z.object({
  name: z.string(),
  key: z.string(),
  settings: z.string().describe('What clients set, as arguments of `go env -w`'),
  waiting: count.describe('Versions that wait to be committed'),
  refused: count.describe('Lookups since the start of what must not be logged, or told'),
  fault: z.string().nullable().describe('Why nothing of it can be read now'),
  head: head.nullable().describe('Null when nothing of it can be read'),
  signedAt: time
    .nullable()
    .describe('When the head was signed; null as well where that was not written down'),
  headAt: time.nullable().describe('When its last entry was added'),
  unsigned: count.nullable().describe('Entries that are committed, and wait for a signature'),
  witnesses: z.array(witness).describe('Those that the configuration names'),
  entries: z.array(z.object(entry)).describe('The newest first, at most 50'),
  next: count.nullable().describe('The value of `before` for earlier entries; null: no more'),
})

const other = z.object({
  name: z.string(),
  key: z.string(),
  agreement: z
    .enum([
      'frozen',
      'doubtful',
      'unknown',
      'unreachable',
      'unbelievable',
      'stale',
      'partly',
      'agrees',
    ])
    .describe('Only `agrees` is fine; only `frozen` is proved not to be'),
  head: z.object({ size: count, root: hash }).nullable().describe('The largest that was verified'),
  comparedAt: time.nullable(),
  trouble: z.object({ at: time, code: z.string() }).nullable().describe('Since it was compared'),
  doubts: z
    .array(
      z.object({
        seenAt: time,
        head: z.string().describe('Signed'),
        known: z.string().nullable().describe('The signed head that it was held against'),
        why: z.string(),
      }),
    )
    .describe('Heads that were shown neither to fit nor to contradict what is known'),
  sources: z
    .array(
      z.object({
        url: z.string(),
        comparedAt: time.nullable(),
        trouble: z
          .object({ at: time, code: z.string() })
          .nullable()
          .describe('Since it was compared'),
      }),
    )
    .describe('How each place fared where it is read, if there are several'),
  forks: z
    .array(z.object({ foundAt: time, thawedAt: time.nullable(), evidence: z.string() }))
    .describe('Both signed heads, and the proof, of each time'),
})

/** `/-/api/v1/log`. */
export const logSchema = z.object({
  at: time,
  own: own.nullable().describe('Null: this mirror has no log'),
  others: z.array(other).describe('The checksum databases of others that are passed on'),
})

/** `/-/api/v1/log/{number}`. */
export const entrySchema = z.object({
  at: time,
  log: z.string().describe('Its name'),
  key: z.string(),
  ...entry,
  head,
  leaf: hash.describe('Hash of the entry'),
  proof: z
    .array(
      z.object({
        side: z.enum(['left', 'right']).describe('Where it stands beside what was made so far'),
        first: count.describe('First entry that it is of'),
        last: count,
        hash,
      }),
    )
    .describe('From the entry up: joined one after the other, they make the root'),
})

/** The object at `/-/api/v1/log`. */
export type LogJson = z.infer<typeof logSchema>

/** The object at `/-/api/v1/log/{number}`. */
export type EntryJson = z.infer<typeof entrySchema>

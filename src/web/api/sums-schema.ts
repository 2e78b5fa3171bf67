import * as z from 'zod'

const count = z.int().min(0)

/** One line of a go.sum file that was held against checksum databases. */
export const sumsLineSchema = z.object({
  line: z.int().min(1),
  path: z.string().nullable().describe('null where the line has not the form of one'),
  version: z.string().nullable(),
  goMod: z.boolean().nullable().describe('Whether the hash is that of the go.mod file alone'),
  status: z
    .enum(['match', 'mismatch', 'not-logged', 'private', 'malformed', 'undetermined'])
    .describe('undetermined: it could not be found out, for the reason given'),
  log: z.string().nullable().describe('The name of the database that a match or mismatch is with'),
  logged: z.string().nullable().describe('The hash in that database, for a mismatch'),
  reason: z.string().nullable().describe('For what is malformed or undetermined'),
})

/** How many lines there are of each kind. Blank ones, and those that the go command passes over, are in none. */
export const sumsSummarySchema = z.object({
  match: count,
  mismatch: count,
  'not-logged': count,
  private: count,
  malformed: count,
  undetermined: count,
})

/** The last line of an answer in lines. */
export const sumsEndSchema = z.object({ summary: sumsSummarySchema })

/** The whole answer. */
export const sumsSchema = z.object({ summary: sumsSummarySchema, lines: z.array(sumsLineSchema) })

/** One line, as it is told. */
export type SumsLine = z.infer<typeof sumsLineSchema>

/** The counts, as they are told. */
export type SumsSummary = z.infer<typeof sumsSummarySchema>

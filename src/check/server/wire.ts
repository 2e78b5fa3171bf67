import * as z from 'zod'

/** Most modules in one question. */
export const mostModules = 5000
/** Most bytes of one question: 5,000 modules with paths as long as they may be would be refused, and there are none. */
export const mostQuestionBytes = 4 * 2 ** 20

const text = z.string().max(4096)
const sum = text.nullable().describe('As in go.sum; null when it is not known')

/** What is asked at `/-/api/v1/check`. Fields that are not known are passed over. */
export const questionSchema = z
  .object({
    level: z
      .literal('refs', { error: 'must be "refs": who wants all content read anew does it himself' })
      .describe('How much is asked of upstream'),
    modules: z
      .array(
        z.object({
          path: z.string().max(1024),
          version: z.string().max(1024).describe('Canonical'),
          scope: z
            .enum(['build', 'graph'])
            .describe('`build`: the whole module is needed; `graph`: only its go.mod'),
        }),
      )
      .min(1)
      .max(mostModules, { error: `must have at most ${mostModules} modules` }),
  })
  .describe(
    'Hashes are not part of it: the answer has those of upstream, and who asks compares them with the go.sum that he has',
  )

const evidence = z.object({
  at: z.iso.datetime(),
  channel: text,
  url: text.nullable(),
  saw: text,
  of: z.enum(['repository', 'module', 'page', 'domain']).optional(),
  answers: z.boolean().optional(),
})

/** One line of the answer: a module, as soon as it is judged. */
export const answerSchema = z.object({
  index: z.int().min(0).describe('Its place in the question, from 0'),
  path: text,
  version: text,
  scope: z.enum(['build', 'graph']),
  verdict: z.object({
    code: text,
    class: text,
    confidence: z.enum(['tentative', 'corroborated', 'confirmed']),
    evidence: z.array(evidence).max(100),
    firstSeen: z.iso.datetime(),
    lastSeen: z.iso.datetime(),
    observations: z.int().min(0),
    suspect: z
      .object({
        code: text,
        looks: z.int().min(0),
        since: z.iso.datetime(),
        next: z.iso.datetime(),
      })
      .optional(),
  }),
  notices: z.array(z.object({ code: text, text })).max(100),
  origin: z
    .object({
      vcs: text.nullable(),
      url: text.nullable(),
      ref: text.nullable(),
      hash: text.nullable(),
      time: z.iso
        .datetime({ offset: true })
        .nullable()
        .optional()
        .describe('When the commit was made, where its content was read for this answer'),
    })
    .nullable(),
  sum: z.object({ upstream: sum, goMod: z.object({ upstream: sum }) }),
  host: text.describe('The host that was asked last'),
  fromMemory: z.boolean().describe('Nobody was asked for this answer'),
})

/** The last line of the answer; without it the answer is not complete. */
export const endSchema = z.object({
  summary: z.object({
    ok: z.int(),
    fragile: z.int(),
    lost: z.int(),
    changed: z.int(),
    undetermined: z.int(),
  }),
  fromMemory: z.int().min(0).describe('Answers for which nobody was asked'),
  requests: z
    .object({ hosts: z.record(z.string(), z.object({ requests: z.int(), bytes: z.int() })) })
    .describe(
      'What went out for what this question asked, some of it perhaps for others who asked it too',
    ),
})

/** A question. */
export type Question = z.output<typeof questionSchema>
/** A line of the answer. */
export type AnswerLine = z.output<typeof answerSchema>
/** The last line of the answer. */
export type EndLine = z.output<typeof endSchema>

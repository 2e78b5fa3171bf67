import * as z from 'zod/mini'

/** Most modules in one question. */
export const mostModules = 5000
/** Most bytes of one question: 5,000 modules with paths as long as they may be would be refused, and there are none. */
export const mostQuestionBytes = 4 * 2 ** 20

const text = z.string().check(z.maxLength(4096))
const sum = z.nullable(text).check(z.describe('As in go.sum; null when it is not known'))
const moment = z.iso.datetime()
const count = z.int()
const atLeastZero = z.int().check(z.minimum(0))
const given = z.string('must be a text').check(z.maxLength(1024, 'must have at most 1024 letters'))

/** What is asked at `/-/api/v1/check`. Fields that are not known are passed over. */
export const questionSchema = z
  .object(
    {
      level: z
        .literal('refs', 'must be "refs": who wants all content read anew does it himself')
        .check(z.describe('How much is asked of upstream')),
      modules: z
        .array(
          z.object(
            {
              path: given,
              version: given.check(z.describe('Canonical')),
              scope: z
                .enum(['build', 'graph'], 'must be "build" or "graph"')
                .check(z.describe('`build`: the whole module is needed; `graph`: only its go.mod')),
            },
            'must be an object',
          ),
          'must be a list',
        )
        .check(
          z.minLength(1, 'must have at least one module'),
          z.maxLength(mostModules, `must have at most ${mostModules} modules`),
        ),
    },
    'it is no object',
  )
  .check(
    z.describe(
      'Hashes are not part of it: the answer has those of upstream, and who asks compares them with the go.sum that he has',
    ),
  )

const evidence = z.object({
  at: moment,
  channel: text,
  url: z.nullable(text),
  saw: text,
  of: z.optional(z.enum(['repository', 'module', 'page', 'domain'])),
  answers: z.optional(z.boolean()),
})

const origin = z.object({
  vcs: z.nullable(text),
  url: z.nullable(text),
  ref: z.nullable(text),
  hash: z.nullable(text),
  time: z
    .optional(z.nullable(z.iso.datetime({ offset: true })))
    .check(z.describe('When the commit was made, where its content was read for this answer')),
})

/** One line of the answer: a module, as soon as it is judged. */
export const answerSchema = z.object({
  index: atLeastZero.check(z.describe('Its place in the question, from 0')),
  path: text,
  version: text,
  scope: z.enum(['build', 'graph']),
  verdict: z.object({
    code: text,
    class: text,
    confidence: z.enum(['tentative', 'corroborated', 'confirmed']),
    evidence: z.array(evidence).check(z.maxLength(100)),
    firstSeen: moment,
    lastSeen: moment,
    observations: atLeastZero,
    suspect: z.optional(z.object({ code: text, looks: atLeastZero, since: moment, next: moment })),
  }),
  notices: z.array(z.object({ code: text, text })).check(z.maxLength(100)),
  origin: z.nullable(origin),
  sum: z.object({ upstream: sum, goMod: z.object({ upstream: sum }) }),
  host: text.check(z.describe('The host that was asked last')),
  fromMemory: z.boolean().check(z.describe('Nobody was asked for this answer')),
})

/** The last line of the answer; without it the answer is not complete. */
export const endSchema = z.object({
  summary: z.object({
    ok: count,
    fragile: count,
    lost: count,
    changed: count,
    undetermined: count,
  }),
  fromMemory: atLeastZero.check(z.describe('Answers for which nobody was asked')),
  requests: z
    .object({ hosts: z.record(z.string(), z.object({ requests: count, bytes: count })) })
    .check(
      z.describe(
        'What went out for what this question asked, some of it perhaps for others who asked it too',
      ),
    ),
})

/** A question. */
export type Question = z.output<typeof questionSchema>
/** A line of the answer. */
export type AnswerLine = z.output<typeof answerSchema>
/** The last line of the answer. */
export type EndLine = z.output<typeof endSchema>

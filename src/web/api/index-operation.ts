import * as z from 'zod'

const parameter = (
  name: string,
  description: string,
  schema: Readonly<Record<string, unknown>>,
) => ({ name, in: 'query', description, schema })

const number = { type: 'integer', minimum: 0 }

/** A line of `/index`; `Type` and `Seq` where anything was asked that the public index does not know. */
export const indexLineSchema = z.object({
  Path: z.string(),
  Version: z.string(),
  Timestamp: z.string().describe('When it was first held: RFC 3339, UTC, six digits'),
  Type: z.literal('added').optional(),
  Seq: z.int().min(1).optional().describe('Number of the entry, in the order of commits'),
})

/** The feed of what came in, which is not below `/-/`. Source: docs/index.md, `feed/query.ts` */
export const indexOperation = {
  operationId: 'readIndex',
  summary: 'What came to be held here, in order, as lines of JSON or as an event stream',
  parameters: [
    parameter('since', 'Entries of this time or later', { type: 'string', format: 'date-time' }),
    parameter('limit', 'At most so many entries; 2,000 are the most there are', number),
    parameter('include', 'All are shown, with it or without', { type: 'string', enum: ['all'] }),
    parameter('after', 'Entries with a higher number', number),
    parameter('before', 'Entries with a lower number', number),
    parameter('prefix', 'Modules whose path begins so', { type: 'string' }),
    parameter('module', 'This module only', { type: 'string' }),
    parameter('order', 'The oldest first unless `desc`', { type: 'string', enum: ['asc', 'desc'] }),
    parameter('type', 'All that there is', { type: 'string', enum: ['added'] }),
    parameter('wait', 'Seconds to wait while nothing fits', { ...number, maximum: 60 }),
  ],
  responses: {
    '200': {
      description: 'As asked, one object on each line; the header Link says where to go on',
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/IndexLine' } },
        'text/event-stream': { schema: { type: 'string' } },
      },
    },
    '400': text('A parameter is wrong, unknown or given twice'),
    '410': text('There is no entry with the number `after`: it is of another index'),
    '503': text('Too many wait already; `Retry-After` says when to ask again'),
  },
}

function text(description: string) {
  return { description, content: { 'text/plain': { schema: { type: 'string' } } } }
}

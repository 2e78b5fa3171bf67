import * as z from 'zod'
import { answerSchema, endSchema, questionSchema } from '../../check/server/wire.ts'
import { indexLineSchema, indexOperation } from './index-operation.ts'
import { entrySchema, logSchema } from './log-schemas.ts'
import { sumsEndSchema, sumsLineSchema, sumsSchema } from './sums-schema.ts'
import { errorSchema, hostSchema, hostsSchema } from './schemas.ts'

const path = (name: string, description: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
})

const query = (name: string, description: string, type: 'string' | 'integer') => ({
  name,
  in: 'query',
  description,
  schema: { type },
})

const operations = [
  {
    path: '/-/api/v1/hosts',
    id: 'listHosts',
    summary: 'Who is asked how much, those that keep us waiting first; 100 at a time',
    parameters: [query('after', '`next` of the part before', 'string')],
    schema: hostsSchema,
    name: 'Hosts',
  },
  {
    path: '/-/api/v1/hosts/{host}',
    id: 'readHost',
    summary: 'What was asked of one host, and how we deal with it now',
    parameters: [
      path('host', 'Name, and port if unusual, such as `git.example.org:8443`'),
      query('before', '`next` of the part before', 'integer'),
    ],
    schema: hostSchema,
    name: 'Host',
  },
  {
    path: '/-/api/v1/log',
    id: 'readLog',
    summary: 'Our own checksum log, and what is known of those of others',
    parameters: [query('before', '`next` of the part before', 'integer')],
    schema: logSchema,
    name: 'Log',
  },
  {
    path: '/-/api/v1/log/{number}',
    id: 'readEntry',
    summary: 'An entry of our own checksum log, and what proves it',
    parameters: [path('number', 'From 0')],
    schema: entrySchema,
    name: 'Entry',
  },
] as const

const error = (description: string) => ({ description, content: content('Error') })

const check = {
  operationId: 'check',
  summary: 'What upstream gives for module versions now, a line for each as soon as it is known',
  requestBody: { required: true, content: content('CheckQuestion') },
  responses: {
    '200': {
      description:
        'A CheckAnswer for each module, in any order, and a CheckEnd in the end; empty lines say nothing',
      content: {
        'application/x-ndjson': {
          schema: {
            anyOf: [
              { $ref: '#/components/schemas/CheckAnswer' },
              { $ref: '#/components/schemas/CheckEnd' },
            ],
          },
        },
      },
    },
    '400': error('The question is wrong; nobody was asked'),
    '403': error('Nobody is asked here'),
    '408': error('The question did not come in time'),
    '413': error('The question is too large'),
    '415': error('The question is not JSON'),
    '503': error('Too many wait already; `Retry-After` says when to ask again'),
  },
}

const sums = {
  operationId: 'auditSums',
  summary: 'Holds a go.sum file against checksum databases; private modules are named to no other',
  requestBody: { required: true, content: { 'text/plain': { schema: { type: 'string' } } } },
  responses: {
    '200': {
      description:
        'Each line judged, in order. In lines: a SumsLine for each, and a SumsEnd; as text: number, status, module, details',
      content: {
        ...content('Sums'),
        'application/x-ndjson': {
          schema: {
            anyOf: [
              { $ref: '#/components/schemas/SumsLine' },
              { $ref: '#/components/schemas/SumsEnd' },
            ],
          },
        },
        'text/plain': { schema: { type: 'string' } },
      },
    },
    '408': error('The file did not come in time'),
    '413': error('The file is too large, or has too many lines'),
    '415': error('The file is no plain text'),
    '503': error('Too many are judged already; `Retry-After` says when to ask again'),
  },
}

/** The description of the JSON at `/-/api/`. @param url the base URL clients use. Source: OpenAPI 3.1.1 */
export function openApi(url: string, version: string): Readonly<Record<string, unknown>> {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Headwater',
      version,
      summary: 'What this mirror holds, logs, and asks of whom',
      description: 'Fields may be added; none is renamed. Who asked here is in none of it.',
    },
    servers: [{ url }],
    paths: {
      ...Object.fromEntries(
        operations.map(({ path: place, id, summary, parameters, name }) => [
          place,
          { get: { operationId: id, summary, parameters, responses: responses(name) } },
        ]),
      ),
      '/-/api/v1/check': { post: check },
      '/index': { get: indexOperation },
      '/-/api/v1/sums': { post: sums },
    },
    components: {
      schemas: {
        ...Object.fromEntries(operations.map(({ name, schema }) => [name, bare(schema)])),
        CheckQuestion: bare(questionSchema),
        CheckAnswer: bare(answerSchema),
        CheckEnd: bare(endSchema),
        IndexLine: bare(indexLineSchema),
        Sums: bare(sumsSchema),
        SumsLine: bare(sumsLineSchema),
        SumsEnd: bare(sumsEndSchema),
        Error: bare(errorSchema),
      },
    },
  }
}

function responses(name: string) {
  return {
    '200': { description: 'As asked', content: content(name) },
    '404': { description: 'Nothing is known of it', content: content('Error') },
    '503': { description: 'The data cannot be read now', content: content('Error') },
  }
}

function content(name: string) {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } }
}

/** JSON Schema 2020-12, which is what OpenAPI 3.1 takes, without the line that says so. */
function bare(schema: z.core.$ZodType) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema)
  return rest
}

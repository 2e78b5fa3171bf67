import { Failure } from '../../failure.ts'
import { invalidity } from '../../gomod/invalid-error.ts'
import { checkRecordable } from '../../gomod/module-path.ts'
import { excerpt, safeLine } from '../../safe-text.ts'
import { questionSchema, type Question } from './wire.ts'

/**
 * The question in the body of a request.
 *
 * @throws Failure `invalid` saying what is wrong with it, and where
 */
export function readQuestion(body: Uint8Array): Question {
  const { success, data, error } = questionSchema.safeParse(parsed(body))
  if (!success) {
    const [issue] = error.issues
    throw wrong(`${placeOf(issue?.path ?? [])}${issue?.message ?? 'it is no question'}`)
  }
  for (const [index, { path, version }] of data.modules.entries()) {
    const why = invalidity(() => checkRecordable(path, version))
    if (why !== undefined) throw wrong(`${placeOf(['modules', index])}${why}`)
  }
  return data
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    throw wrong('it is no JSON in UTF-8', error)
  }
}

function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
  return place.length === 0 ? '' : `${place.join('').replace(/^\./, '')}: `
}

function wrong(why: string, cause?: unknown): Failure {
  return new Failure('invalid', `Cannot answer this question: ${safeLine(excerpt(why))}`, {
    cause,
    hint: 'What may be asked is described at /-/api/openapi.json',
  })
}

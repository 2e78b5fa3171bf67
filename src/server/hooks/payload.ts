import { Failure } from '../../failure.ts'

/** How a body is written. */
export type BodyKind = 'json' | 'form'

/** Payloads of forges have a dozen levels; each costs memory while it is read. */
const deepest = 64

/**
 * The JSON value that a body carries. Of a form it is the JSON in its field `payload`, as GitHub sends it, or else
 * `{"repositories": […]}` with all its fields `repository`. Of members with one name the last counts.
 *
 * @throws Failure `invalid` saying what is wrong with it
 */
export function readPayload(body: Buffer, kind: BodyKind): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw unreadable('it is not UTF-8 text')
  }
  if (kind === 'json') return readJson(text)
  const form = new URLSearchParams(text)
  const payload = form.get('payload')
  return payload === null ? { repositories: form.getAll('repository') } : readJson(payload)
}

function readJson(text: string): unknown {
  if (depthOf(text) > deepest) throw unreadable(`its JSON has more than ${deepest} levels`)
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw unreadable('it is not JSON')
  }
}

/** How deep brackets are nested outside of texts. */
function depthOf(json: string): number {
  let [depth, most] = [0, 0]
  let isText = false
  for (let i = 0; i < json.length; i++) {
    const char = json[i]
    if (isText && char === '\\') i++
    else if (char === '"') isText = !isText
    else if (!isText && (char === '[' || char === '{')) most = Math.max(most, ++depth)
    else if (!isText && (char === ']' || char === '}')) depth--
  }
  return most
}

function unreadable(reason: string): Failure {
  return new Failure('invalid', `Cannot read the body of this hook: ${reason}`)
}

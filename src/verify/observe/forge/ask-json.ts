import { Failure } from '../../../failure.ts'
import type { Gate } from '../../../outbound/gate.ts'
import type { Ask } from '../../../outbound/exchange.ts'
import { readAll } from '../../../outbound/read-answer.ts'

/** Enough for what is asked of forges; what is longer is no answer. */
const mostBytes = 1024 * 1024

/** The answer of a forge's interface: its status, and what its body holds, undefined when that is no JSON. */
export interface JsonAnswer {
  readonly status: number
  readonly body: unknown
}

/** Asks the interface of a forge for JSON. Undefined when there was no answer. */
export async function askJson(
  gate: Pick<Gate, 'ask'>,
  ask: Pick<Ask, 'url' | 'method' | 'body'>,
): Promise<JsonAnswer | undefined> {
  try {
    const headers = {
      accept: 'application/json',
      ...(ask.body && { 'content-type': 'application/json' }),
    }
    const answer = await gate.ask({ ...ask, headers, purpose: 'forge', maxBytes: mostBytes })
    return { status: answer.status, body: parsed(await readAll(answer)) }
  } catch (error) {
    if (!Failure.is(error)) throw error
    return undefined
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString()) as unknown
  } catch {
    return undefined
  }
}

/** The field at a path of what was parsed; undefined where there is none. */
export function fieldAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Record<string | number, unknown>)[name]
  }
  return found
}

import { Failure } from '../failure.ts'
import type { FailureCode } from '../failure.ts'
import { html } from '../page/html.ts'
import type { Html } from '../page/html.ts'

/** A part of a page, or why it cannot be had. Each fails alone. */
export type Block<T> = { readonly value: T } | { readonly missing: string }

/** Why a part is missing, without the names of files and addresses that a Failure's text may hold. */
const reasons: Partial<Record<FailureCode, string>> = {
  'no-space': 'the disk is full',
  stopped: 'this server is shutting down',
}

/** Reads a part. Never throws: `onError` is told of what was thrown. */
export async function readBlock<T>(
  read: () => T | Promise<T>,
  onError: (error: unknown) => void,
): Promise<Block<T>> {
  try {
    return { value: await read() }
  } catch (error) {
    onError(error)
    const known = Failure.is(error) ? reasons[error.code] : undefined
    return { missing: known ?? 'the database could not be read' }
  }
}

/** The value, or `instead` where it is missing. */
export function valueOr<T, E>(block: Block<T>, instead: E): T | E {
  return 'missing' in block ? instead : block.value
}

/** Shows a part, or says why it is missing. */
export function showBlock<T>(block: Block<T>, show: (value: T) => Html): Html {
  if ('value' in block) return show(block.value)
  return html`<p class="note">not available: ${block.missing}</p>`
}

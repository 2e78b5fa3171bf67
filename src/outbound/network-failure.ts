import { Failure } from '../failure.ts'
import { ADDRESS_REFUSED } from './dial.ts'

/** How to let an address through that is refused by default. */
export const ALLOW_HINT = 'If this is meant, add the network or host name to [outbound] allow'

const tlsCodes =
  /^(CERT_|CRL_|ERR_TLS_CERT_|INVALID_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/

/** The HTTP client was told to stop: this request, or all of them. */
const stopCodes = new Set(['UND_ERR_ABORTED', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED'])

/** What the system says of a name that it finds no address for. Source: getaddrinfo(3) */
const nameReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its host name does not exist',
  ENODATA: 'its host name has no address',
  EAI_AGAIN: 'its host name cannot be resolved now',
}

/** The request was given up on our side. */
export function stoppedFailure(error: unknown, url: string): Failure {
  return new Failure('stopped', `Cannot ask ${url}: the request was stopped`, { cause: error, url })
}

/**
 * Says what an error of the HTTP client means for the question that was asked: always "could not ask", never
 * "not there".
 */
export function networkFailure(error: unknown, url: string): Failure {
  if (Failure.is(error)) return error
  const { code, message, name } = rootCause(error)
  const details = { cause: error, url }
  if (code === ADDRESS_REFUSED) {
    return new Failure('refused', `Cannot ask ${url}: ${message}`, {
      ...details,
      hint: ALLOW_HINT,
    })
  }
  if (name === 'TimeoutError' || /TIMEOUT|ETIMEDOUT/.test(code)) {
    return new Failure('unreachable', `Cannot ask ${url}: no answer in time`, details)
  }
  if (name === 'AbortError' || stopCodes.has(code)) return stoppedFailure(error, url)
  if (tlsCodes.test(code)) {
    return new Failure(
      'tls-invalid',
      `Cannot ask ${url}: its certificate is not valid (${message})`,
      details,
    )
  }
  const ofName = nameReasons[code]
  if (ofName !== undefined) {
    return new Failure('unreachable', `Cannot ask ${url}: ${ofName}`, { ...details, stage: 'name' })
  }
  const reasons: Record<string, string> = {
    ECONNREFUSED: 'the connection was refused',
    ECONNRESET: 'the connection was reset',
    UND_ERR_SOCKET: 'the connection broke off',
  }
  return new Failure('unreachable', `Cannot ask ${url}: ${reasons[code] ?? message}`, details)
}

function rootCause(error: unknown): { code: string; message: string; name: string } {
  let found = error
  while (found instanceof Error && found.cause instanceof Error) found = found.cause
  if (found instanceof AggregateError && found.errors[0] instanceof Error) found = found.errors[0]
  if (!(found instanceof Error)) return { code: '', message: String(found), name: '' }
  return {
    code: 'code' in found ? String(found.code) : '',
    message: found.message,
    name: found.name,
  }
}

import type { Failure } from '../../failure.ts'
import { errorText } from '../error-text.ts'
import { textReply } from '../reply.ts'
import type { Reply } from '../reply.ts'
import { retrySeconds, tellings } from '../status.ts'
import type { BodyFault } from '../body.ts'
import type { ForgeName } from './sender.ts'

/** GitHub sends no larger bodies. Source: GitHub Docs, "Webhook events and payloads" */
export const maxBytes = 25 * 2 ** 20

/** There is no secret for that forge. */
export function turnedOff(name: ForgeName, title: string): Reply {
  const hint = `The operator of this mirror can turn them on with "${name}" in the table [hooks]`
  return textReply(404, errorText(`Hooks of ${title} are not taken here`, hint))
}

/** Neither asked nor sent. */
export function wrongMethod(): Reply {
  return textReply(405, 'There is only POST here, and GET to read how to set it up\n', {
    Allow: 'GET, HEAD, POST',
  })
}

/** The one answer whatever is wrong with a proof, a missing one included. */
export function notGenuine(): Reply {
  return textReply(
    403,
    errorText(
      'Cannot take this hook: it is not signed as it must be',
      'GET this address to read how to set it up',
    ),
  )
}

/** A body could not be read to its end. */
export function faultReply(fault: BodyFault): Reply {
  switch (fault) {
    case 'too-large':
      return textReply(413, `Cannot take this hook: it has more than ${maxBytes / 2 ** 20} MiB\n`)
    case 'no-room':
      return textReply(503, 'Cannot take this hook: too many come at once\n', {
        'Retry-After': '5',
      })
    case 'too-slow':
    case 'gone':
      break
  }
  return textReply(408, 'Cannot take this hook: its body did not come in time\n')
}

/** A genuine delivery that cannot be granted. */
export function refusal(failure: Failure): Reply {
  const { code, message, details } = failure
  const seconds = retrySeconds(failure)
  const headers = seconds === undefined ? {} : { 'Retry-After': seconds }
  return textReply(tellings[code].status, errorText(message, details.hint ?? ''), headers)
}

/** The body is not written as it must be. */
export function wrongType(): Reply {
  return textReply(
    415,
    errorText(
      'Cannot take this hook: its content type is not application/json in UTF-8',
      'Set the content type of the hook to application/json',
    ),
    { Accept: 'application/json' },
  )
}

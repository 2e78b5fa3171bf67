import type { IncomingHttpHeaders } from 'node:http'

/**
 * The media type that a body was sent as, in lower case and without its parameters; undefined where none is named, or the
 * body is packed. Nothing that is packed is taken here: what it unpacks to has no bound.
 *
 * Source: RFC 9110 sections 8.3 and 8.4
 */
export function sentType(headers: IncomingHttpHeaders): string | undefined {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  const [type = ''] = (headers['content-type'] ?? '').split(';')
  return encoding === 'identity' ? type.trim().toLowerCase() || undefined : undefined
}

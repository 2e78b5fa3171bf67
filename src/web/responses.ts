import { hash } from 'node:crypto'
import { safeJson } from '../safe-text.ts'
import { layout } from './layout.ts'
import type { Page } from './layout.ts'
import { securityHeaders } from './security-headers.ts'
import type { SiteFacts } from './site-facts.ts'

/** An answer with the headers that all have, and an entity tag of its bytes. Cache-Control comes first. */
export function respond(
  status: number,
  type: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const { 'Cache-Control': cache = 'no-cache', ...others } = headers
  return new Response(text, {
    status,
    headers: {
      'Cache-Control': cache,
      'Content-Type': type,
      ETag: `"${hash('sha256', text).slice(0, 24)}"`,
      ...securityHeaders,
      ...others,
    },
  })
}

/** A page for people. */
export function respondPage(page: Page, site: SiteFacts, status = 200): Response {
  return respond(status, 'text/html; charset=utf-8', layout(page, site))
}

/** A JSON value; anybody's page may read it. */
export function respondJson(value: unknown, status = 200): Response {
  const text = `${safeJson(JSON.stringify(value))}\n`
  return respond(status, 'application/json', text, { 'Access-Control-Allow-Origin': '*' })
}

/** That something cannot be read now, as JSON. @param reason as a block that is missing has it */
export function respondUnavailable(reason: string): Response {
  return respondJson({ error: `not available: ${reason}` }, 503)
}

/** Sends a browser on. @param place relative to the address asked for, so that it is right behind any prefix */
export function respondSeeOther(place: string): Response {
  const headers = { 'Cache-Control': 'no-store', Location: place, ...securityHeaders }
  return new Response(null, { status: 303, headers })
}

/** Plain text, which is not kept. */
export function respondText(status: number, text: string): Response {
  return respond(status, 'text/plain; charset=utf-8', text, { 'Cache-Control': 'no-store' })
}

import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { webServer, type WebServer } from '../web-server.ts'

/**
 * One address with everything that scripts name in GOPROXY, as a gateway has it. Below `/mod/`, every question for a
 * module or a checksum database goes to `mirror`, and what is none to `registry`: the doors behind which a script wants a
 * proxy or a database that misbehaves. Below `/direct/`, everything goes to `origins`.
 *
 * All three are URLs without a slash at their ends.
 *
 * @param log the name of the checksum database that the mirror keeps itself: it is the one that scripts ask by URL, too
 */
export function startFront(
  mirror: string,
  origins: string,
  registry: string,
  log?: string,
): Promise<WebServer> {
  return webServer((request, response) => {
    const asked = request.url ?? '/'
    const target =
      log === undefined ? asked : asked.replace(/^\/mod\/sumdb-direct\//, `/mod/sumdb/${log}/`)
    const [, direct] = /^\/direct\/(.*)$/s.exec(target) ?? []
    const [, module] = moduleQuestion.exec(target) ?? databaseQuestion.exec(target) ?? []
    if (direct !== undefined) return forward(request, response, `${origins}/${direct}`)
    if (module !== undefined) return forward(request, response, `${mirror}/${module}`)
    return forward(request, response, registry + target)
  })
}

/** `/mod/sumdb-NNN/` is a proxy like any other but for its checksum database. */
const moduleQuestion = /^\/mod\/(?:sumdb-\d{3}\/)?(?!(?:\d{3}|sumdb[^/]*|redirect|invalid)\/)(.*)$/s

const databaseQuestion = /^\/mod\/(sumdb\/.*)$/s

function forward(request: IncomingMessage, response: ServerResponse, url: string): void {
  const { host: _, ...headers } = request.headers
  const onward = ask(url, { method: request.method ?? 'GET', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', (error) => response.destroy(error))
  request.pipe(onward)
}

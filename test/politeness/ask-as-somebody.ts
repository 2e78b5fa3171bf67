import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'

/** What would tell who asked: the address of the client, and what it says of itself. None of it may be found anywhere. */
export const traces = [
  '127.0.0.77',
  'spy-agent',
  '203.0.113.77',
  'spy-token',
  'spy-cookie',
  'spy-mail',
  'spy-page',
] as const

const headers = {
  'user-agent': 'Go-http-client/1.1 spy-agent',
  'x-forwarded-for': '203.0.113.77',
  forwarded: 'for=203.0.113.77',
  authorization: 'Bearer spy-token',
  cookie: 'session=spy-cookie',
  from: 'spy-mail@example.com',
  referer: 'http://spy-page.example/',
}
const agent = new Agent({ keepAlive: true, localAddress: '127.0.0.77' })

/** Asks for a path as a client that leaves every trace there is. Returns the status. */
export async function askAsSomebody(
  server: { readonly url: string },
  path: string,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const asked = request(`${server.url}/${path}`, { agent, headers }, (answer) => {
    text(answer).then(() => resolve(answer.statusCode ?? 0), reject)
  })
  asked.on('error', reject).end()
  return promise
}

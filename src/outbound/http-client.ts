import type { Dispatcher } from 'undici'
import type { GateOptions } from './gate-options.ts'

/** What asks over http. */
export interface HttpClient {
  /** As undici's `request`, through the connections of one gate. */
  request(target: URL, options: HttpRequest): Promise<Dispatcher.ResponseData>
  /** Cuts off what is under way. A request after that fails. */
  destroy(): Promise<void>
}

/** What the gate says of a request. */
export type HttpRequest = Pick<Dispatcher.RequestOptions, 'method' | 'body' | 'headers'> & {
  readonly signal: AbortSignal
}

/** The client of a gate. undici is loaded with the first request: it takes longer than all the rest of Headwater. */
export function httpClient(options: GateOptions): HttpClient {
  let opening: Promise<HttpClient> | undefined
  let isDestroyed = false
  return {
    async request(target, request) {
      opening ??= import('./dispatcher.ts').then(({ openClient }) => openClient(options))
      const client = await opening
      if (isDestroyed) await client.destroy()
      return client.request(target, request)
    },
    async destroy() {
      isDestroyed = true
      await (await opening)?.destroy()
    },
  }
}

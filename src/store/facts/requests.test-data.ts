import type { RequestRecord } from '../../outbound/request-record.ts'

/** A request that was answered, on the first day there is. */
export const request: RequestRecord = {
  at: 1000,
  host: 'a.example',
  method: 'GET',
  url: 'https://a.example/x?go-get=1',
  purpose: 'import-page',
  reason: 'foreground',
  status: 200,
  sent: 10,
  received: 100,
  millis: 12,
  failure: '',
}

/** One to another host that was not. */
export const failed: RequestRecord = {
  ...request,
  host: 'b.example',
  status: 0,
  failure: 'unreachable',
  at: 2000,
}

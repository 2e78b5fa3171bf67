import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

/**
 * Preload (`node --import`) that keeps a process on this machine. Loading it changes `node:net`, `node:dgram` and
 * `node:dns` so that a connection or datagram to an address that is not loopback, or a look-up of a name that is not
 * `localhost` (but for one by servers on loopback), throws; and whoever swallows that still ends with exit code 1 and the attempts on standard error.
 *
 * With `NETWORK_GUARD=report` in the environment nothing throws and the exit code stays: the attempt fails as it would
 * without a network, and is only reported. That is for the program under test.
 */
const isReportOnly = process.env['NETWORK_GUARD'] === 'report'

/** Something that would have left this machine. */
class NetworkAttempt extends Error {
  override readonly name = 'NetworkAttempt'
  readonly code = 'ENETUNREACH'
}

type Callback = (error: Error | null, ...results: unknown[]) => void
type ConnectOptions = { path?: unknown; host?: string; port?: number; lookup?: unknown }
type Method = (this: unknown, ...args: unknown[]) => unknown

const loopback = new net.BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')
loopback.addSubnet('::ffff:127.0.0.0', 104, 'ipv6')

const attempts: NetworkAttempt[] = []
if (!isReportOnly) {
  process.on('exit', () => {
    if (attempts.length > 0) process.exitCode = 1
  })
}

function isLocal(host: string): boolean {
  const family = net.isIP(host)
  if (family === 0) return host === '' || /^(.+\.)?localhost\.?$/i.test(host)
  return loopback.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

/** Notes an attempt. @throws NetworkAttempt unless it is to be reported only */
function refuse(what: string): NetworkAttempt {
  const attempt = new NetworkAttempt(`no-network: ${what}`)
  attempts.push(attempt)
  process.stderr.write(`${attempt.message}\n`)
  if (isReportOnly) return attempt
  throw attempt
}

function replace(owner: object, name: string, make: (original: Method) => Method): void {
  const original: unknown = Reflect.get(owner, name)
  if (typeof original === 'function') Reflect.set(owner, name, make(original as Method))
}

function guardConnect(original: Method): Method {
  return function (...args) {
    const options = optionsOf(args)
    if (options === undefined) return original.apply(this, args)
    const { host = 'localhost', lookup: lookUp } = options
    if (net.isIP(host) === 0 && typeof lookUp === 'function') {
      options.lookup = guardAnswers(host, lookUp as Method)
      return original.apply(this, args)
    }
    if (isLocal(host)) return original.apply(this, args)
    const attempt = refuse(`connection to ${host}:${options.port}`)
    process.nextTick(() => (this as net.Socket).destroy(attempt))
    return this
  }
}

/** The options of a call of `connect`, put in place where they were bare arguments; undefined for a pipe. */
function optionsOf(args: unknown[]): ConnectOptions | undefined {
  const [first, second] = args
  const isBare = typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first))
  if (isBare) {
    const isHost = typeof second === 'string'
    args.splice(0, isHost ? 2 : 1, { port: first, ...(isHost && { host: second }) })
  }
  const holder: unknown[] = Array.isArray(first) ? first : args
  const options = holder[0]
  if (typeof options !== 'object' || options === null) return undefined
  const copy: ConnectOptions = { ...options }
  if (copy.path) return undefined
  holder[0] = copy
  return copy
}

/** A caller's own resolver may know any name, but only by addresses of this machine. */
function guardAnswers(host: string, lookUp: Method): Method {
  return function (name, options, callback) {
    const checked: Callback = (error, answer, ...rest) => {
      const addresses = Array.isArray(answer)
        ? answer.map((entry: { address: string }) => entry.address)
        : [String(answer)]
      const stranger = error === null ? addresses.find((address) => !isLocal(address)) : undefined
      if (stranger === undefined) (callback as Callback)(error, answer, ...rest)
      else (callback as Callback)(refuse(`connection to ${host}, which is ${stranger}`))
    }
    return lookUp.call(this, name, options, checked)
  }
}

/** Whether a resolver asks servers on this machine only. */
function asksHereOnly(resolver: unknown): boolean {
  if (!(resolver instanceof dns.Resolver || resolver instanceof dns.promises.Resolver)) return false
  const servers = resolver.getServers()
  return servers.every((server) =>
    isLocal(server.replace(/^\[(.+)\](:\d+)?$|^([^:]+):\d+$/, '$1$3')),
  )
}

function guardLookUp(isPromised: boolean): (original: Method) => Method {
  return (original) =>
    function (...args) {
      const [name] = args
      // An address needs no asking; whether it may be used is judged where it is used.
      const asksNobody =
        typeof name !== 'string' || net.isIP(name) !== 0 || isLocal(name) || asksHereOnly(this)
      if (asksNobody) return original.apply(this, args)
      const attempt = refuse(`look-up of ${name}`)
      if (isPromised) return Promise.reject(attempt)
      process.nextTick(args.at(-1) as Callback, attempt)
      return undefined
    }
}

function guardDatagram(original: Method): Method {
  return function (...args) {
    const host = args.slice(1).findLast((argument) => typeof argument === 'string')
    if (host === undefined || isLocal(host)) return original.apply(this, args)
    const attempt = refuse(`datagram to ${host}`)
    const callback = args.at(-1)
    if (typeof callback === 'function') process.nextTick(callback, attempt)
    return undefined
  }
}

replace(net.Socket.prototype, 'connect', guardConnect)
replace(dgram.Socket.prototype, 'connect', guardDatagram)
replace(dgram.Socket.prototype, 'send', guardDatagram)
for (const [owner, isPromised] of [
  [dns, false],
  [dns.Resolver.prototype, false],
  [dns.promises, true],
  [dns.promises.Resolver.prototype, true],
] as const) {
  for (let place: object | null = owner; place !== null; place = Object.getPrototypeOf(place)) {
    for (const name of Object.getOwnPropertyNames(place)) {
      if (/^(lookup$|resolve|reverse$)/.test(name)) {
        replace(place, name, guardLookUp(isPromised))
      }
    }
  }
}
syncBuiltinESMExports()

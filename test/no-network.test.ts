import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { isolated } from './forge/isolation.ts'
import { run } from './forge/run.ts'

const guard = pathToFileURL(join(import.meta.dirname, 'no-network.ts')).href

/** 192.0.2.0/24 and 2001:db8::/32 are for documentation (RFC 5737, RFC 3849): nobody is there. */
const attempts: Readonly<Record<string, string>> = {
  'net.connect with options': `net.connect({ host: '192.0.2.1', port: 80 })`,
  'net.connect with arguments': `net.connect(80, '192.0.2.1')`,
  'net.connect over IPv6': `net.connect(80, '2001:db8::1')`,
  'tls.connect': `(await import('node:tls')).connect({ host: '192.0.2.1', port: 443 })`,
  'http.get': `(await import('node:http')).get('http://192.0.2.1/')`,
  fetch: `await fetch('http://192.0.2.1/')`,
  'a name': `net.connect(80, 'example.com')`,
  'a resolver of its own': `net.connect({ host: 'example.com', port: 80, lookup: (n, o, done) => done(null, o.all ? [{ address: '192.0.2.1', family: 4 }] : '192.0.2.1', 4) })`,
  'dns.lookup': `(await import('node:dns')).lookup('example.com', () => {})`,
  'dns.promises.resolve4': `await (await import('node:dns/promises')).resolve4('example.com')`,
  'dns.Resolver': `new (await import('node:dns')).Resolver().resolveTxt('example.com', () => {})`,
  'dgram send': `(await import('node:dgram')).createSocket('udp4').send('x', 53, '192.0.2.1')`,
}

for (const [name, code] of Object.entries(attempts)) {
  test(`no-network ends the process with 1 when ${name} leaves loopback`, async () => {
    const { code: exit, stderr } = await evaluate(code)
    assert.match(stderr, /^no-network: /m)
    assert.equal(exit, 1)
  })

  test(`no-network ends the process with 1 when ${name} leaves loopback and errors are swallowed`, async () => {
    const swallow = `process.on('uncaughtException', () => process.exit(0))`
    const { code: exit } = await evaluate(`${swallow}; ${code}`)
    assert.equal(exit, 1)
  })
}

test('no-network only reports when NETWORK_GUARD says so', async () => {
  const code = `net.connect(80, '192.0.2.1').on('error', (error) => console.log(error.code))`
  const outcome = await evaluate(code, { NETWORK_GUARD: 'report' })
  assert.equal(outcome.stdout, 'ENETUNREACH\n')
  assert.match(outcome.stderr, /^no-network: connection to 192\.0\.2\.1:80$/m)
  assert.equal(outcome.code, 0)
})

test('no-network lets loopback through', async () => {
  const server = createServer((socket) => socket.end('hello'))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const code = `for (const host of ['127.0.0.1', 'localhost'])
    await new Promise((done) => net.connect(${port}, host).on('data', (text) => console.log(String(text))).on('close', done))`
  const outcome = await evaluate(code)
  server.close()
  assert.deepEqual([outcome.code, outcome.stdout, outcome.stderr], [0, 'hello\nhello\n', ''])
})

function evaluate(code: string, extra: Record<string, string> = {}) {
  const program = `import net from 'node:net'\n${code}`
  const args = ['--import', guard, '--input-type=module', '--eval', program]
  return run(process.execPath, args, {
    cwd: import.meta.dirname,
    env: isolated('/nonexistent', extra),
  })
}

import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { headwater, headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { missing } from '../vcs/program-server.ts'
import { descendants } from '../machine/descendants.ts'
import { proxyServer } from '../proxy-server.ts'
import { ask } from '../serve/ask.ts'
import { filesBelow } from '../serve/data-folder.ts'
import { webServer, type WebServer } from '../web-server.ts'

/** What none but the host it is for may ever see, in the spellings that it is sent in. */
const secrets = ['upstream', 'rewrite', 'token', 'file', 'env', 'netrc', 'proxy', 'redirect'].map(
  (place) => `planted-${place}-pass/word`,
)
const basic = (user: string, password: string) =>
  Buffer.from(`${user}:${password}`).toString('base64')
const users = ['up', 'rw', 'px', 'net', 'x-access-token']
const spellings = secrets.flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  ...users.map((user) => basic(user, secret)),
])

function assertNone(text: string, where: string): void {
  for (const spelling of spellings)
    assert.ok(!text.includes(spelling), `${spelling} is in ${where}`)
}

suite('secrets of the configuration', { skip: missing('hg') }, () => {
  const opened = new AsyncDisposableStack()
  const heard: string[] = []
  const processes: string[] = []
  let server: WebServer
  let watched = 0

  /** Repeats all it hears: in errors, in redirects with and without a user, and in pages that lead to repositories. */
  const parrot: RequestListener = (request, response) => {
    heard.push(`${request.url} ${request.headers.authorization ?? ''}`)
    processes.push(...descendants(watched))
    const echo = `${request.headers.authorization} ${request.headers['proxy-authorization']}`
    const fields = { 'x-echo': echo, 'www-authenticate': `Basic realm="${echo}"` }
    const path = request.url ?? ''
    if (path.includes('redirected') && !path.includes('again')) {
      const away = `http://me:${encodeURIComponent(secrets[7] ?? '')}@${request.headers.host}/again${path}`
      response
        .writeHead(302, { ...fields, location: `${away}?${encodeURIComponent(echo)}` })
        .end(echo)
    } else response.writeHead(path.includes('lost') ? 404 : 403, fields).end(`you said ${echo}`)
  }

  before(async () => {
    server = opened.use(await webServer(parrot))
  })
  after(() => opened.disposeAsync())

  test('are told to their hosts, and to nobody else', async () => {
    const [upstream, rewrite, token, file, env, netrc, proxied] = secrets.map(encodeURIComponent)
    const { host } = new URL(server.url)
    await using proxy = await proxyServer(
      () => 0,
      () => '403',
    )
    await using home = await headwaterHome()
    const netrcFile = join(home.folder, 'netrc')
    const tokenFile = join(home.folder, 'token-file')
    await writeFile(netrcFile, `machine netrc.test login net password ${secrets[5]}\n`, {
      mode: 0o644,
    })
    await writeFile(tokenFile, `${secrets[3]}\n`, { mode: 0o600 })
    const settings = {
      upstream: `http://up:${upstream}@${host}/proxy|direct`,
      govcs: '*:all',
      insecure: ['*'],
      log: { level: 'trace', requests: true },
      rewrite: [
        { from: 'https://mirror.test/', to: `http://rw:${rewrite}@${host}/mirror/` },
        { from: 'https://hosted.test/', to: `http://${host}/hosted/` },
      ],
      credentials: [
        { host, token: secrets[2], insecure: true },
        { host: 'file.test', 'token-file': tokenFile, insecure: true },
        { host: 'env.test', 'token-env': 'PLANTED', scheme: 'basic', insecure: true },
      ],
      outbound: {
        allow: ['127.0.0.0/8'],
        netrc: netrcFile,
        proxy: proxy.url.replace('//', `//px:${proxied}@`),
      },
    }
    await home.configure(settings)
    const variables = { PLANTED: secrets[4] ?? '' }
    const bodies: string[] = []
    const running = await startHeadwater(home, { env: variables, settings })
    try {
      watched = running.pid
      for (const path of [
        'example.com/refused/@v/list',
        'example.com/lost/@latest',
        'example.com/redirected/@v/v1.0.0.zip',
        'mirror.test/a.git/@v/list',
        'mirror.test/lost.git/@v/v1.0.0.info',
        'mirror.test/redirected.git/@latest',
        'mirror.test/a.hg/@v/list',
        'mirror.test/a.svn/@v/list',
        'mirror.test/a.fossil/@v/list',
        'hosted.test/a.hg/@v/list',
        'file.test/x/@v/list',
        'file.test/x.git/@v/list',
        'env.test/x/@v/list',
        'netrc.test/x/@v/list',
        '-/metrics',
      ]) {
        const { status, text, headers } = await ask(running, path)
        bodies.push(`${path} ${status} ${JSON.stringify([...headers])} ${text}`)
      }
    } finally {
      await running.stop()
    }
    const heardHere = heard.join('\n')
    assert.ok(heardHere.includes(basic('up', secrets[0] ?? '')), heardHere)
    assert.ok(heardHere.includes(basic('rw', secrets[1] ?? '')), heardHere)
    for (const word of [token, file, env, netrc, proxied]) {
      assert.ok(word !== undefined && !heardHere.includes(decodeURIComponent(word)), heardHere)
    }
    const heardThere = [...proxy.asked, ...proxy.headers.map(({ authorization }) => authorization)]
    assert.ok(heardThere.some((line) => line?.includes(basic('px', secrets[6] ?? ''))))
    assertNone(bodies.join('\n'), 'an answer')
    assertNone(running.stderr(), 'the log')
    assert.match(running.stderr(), /may be read by others/)
    assert.ok(
      processes.some((line) => line.includes('hg')),
      'no program was seen',
    )
    assertNone(processes.join('\n'), 'a process')
    for (const name of await filesBelow(home.data)) {
      assertNone(await readFile(join(home.data, name), 'latin1'), name)
    }
    for (const args of [
      ['config', 'print'],
      ['config', 'print', '--json'],
      ['config', 'check'],
      ['fetch', 'example.com/lost@latest'],
      ['fetch', '--json', '-v', 'mirror.test/a.git@latest'],
      ['check', '--json', 'env.test/x@v1.0.0'],
    ]) {
      const { stdout, stderr } = await headwater(args, { home, env: variables })
      assertNone(stdout + stderr, args.join(' '))
    }
  })
})

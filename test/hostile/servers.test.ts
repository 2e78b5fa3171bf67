import { gzipSync } from 'node:zlib'
import { maxRepository, withstands, type Deed } from './deeds.ts'
import { band, flush, packet, sending, type Body, type HostileRepository } from './git-server.ts'
import { ordinary, repositoryOf } from './ordinary.ts'
import { blob, entryHead, nameOf, packHead, packOf } from './pack.ts'

const tooMuch = new RegExp(`has more than ${maxRepository} bytes`)
const noise = /more than 100000 packets with next to nothing/
const other = 'a'.repeat(40)

/** The start of an answer, and then the same for ever. */
function* endlessly(start: readonly Uint8Array[], rest: Uint8Array): Generator<Uint8Array> {
  yield* start
  const chunk = Buffer.concat(Array.from({ length: Math.ceil(60_000 / rest.length) }, () => rest))
  for (;;) yield chunk
}

/** A server that answers the request for objects so. */
const sends =
  (objects: (name: string) => Body) =>
  (name: string): HostileRepository =>
    repositoryOf(ordinary(name), () => objects(name))

const start = packet('packfile\n')

/** The start of a pack with a file of a gibibyte. Source: RFC 1950 */
const endlessFile = Buffer.concat([packHead(1), entryHead(3, 2 ** 30), Buffer.of(0x78, 0x01)])

/** More of it, as it is. Source: RFC 1951 §3.2.4 */
const storedBlock = Buffer.concat([Buffer.of(0, 0x60, 0xea, 0x9f, 0x15), Buffer.alloc(60_000)])

withstands('servers that never end', {
  'a pack has no end': {
    repository: sends(() => endlessly([start, band(1, endlessFile)], band(1, storedBlock))),
    status: 403,
    reason: tooMuch,
  },
  'progress is told without end': {
    repository: sends(() =>
      endlessly([start], band(2, 'Counting objects: 1%, and still counting\r')),
    ),
    status: 403,
    reason: tooMuch,
  },
  'signs of progress come without end': {
    repository: sends(() => endlessly([start], band(2, '.'))),
    status: 503,
    reason: noise,
  },
  'signs of life come without end': {
    repository: sends(() => endlessly([start], band(1, ''))),
    status: 503,
    reason: noise,
  },
  'sections come without end': {
    repository: sends(() => endlessly([], packet(`shallow ${other}\n`))),
    status: 403,
    reason: tooMuch,
  },
  'delimiters come without end': {
    repository: sends(() => endlessly([], Buffer.from('0001'))),
    status: 503,
    reason: noise,
  },
  'the answer goes on after its end': {
    repository: sends((name) => endlessly([...sending(ordinary(name).pack)], flush)),
    status: 200,
    reason: /^PK/,
  },
  'the list of refs has no end': {
    repository: () => ({
      refs: () => [],
      raw: () => endlessly([], packet(`${other} refs/heads/${'x'.repeat(60_000)}\n`)),
    }),
    ask: '@v/list',
    status: 403,
    reason: /has more than 67108864 bytes/,
  },
  'a list of refs unpacks without end': {
    repository: () => ({
      refs: () => [],
      raw: () => [
        gzipSync(Buffer.alloc(100 << 20, packet(`${other} refs/heads/${'x'.repeat(60_000)}\n`))),
      ],
      encoding: 'gzip',
    }),
    ask: '@v/list',
    status: 403,
    reason: /has more than 67108864 bytes/,
  },
  'a pack unpacks without end': {
    repository: () => ({
      ...repositoryOf(ordinary('x')),
      objects: () => [
        gzipSync(Buffer.concat([start, Buffer.alloc(20 << 20, band(1, Buffer.alloc(60_000)))])),
      ],
    }),
    status: 503,
    reason: /./,
  },
})

const cuts = [0, 4, 12, 13, 40, -20, -1]

const truncated: Readonly<Record<string, Deed>> = Object.fromEntries(
  cuts.map((at): [string, Deed] => [
    `a pack is cut at byte ${at}`,
    {
      repository: sends((name) => sending(ordinary(name).pack.subarray(0, at))),
      status: 503,
      reason: /Cannot use the objects the server sent: .*early EOF/,
    },
  ]),
)

const listing =
  (...lines: readonly string[]) =>
  (name: string): HostileRepository => ({
    ...repositoryOf(ordinary(name)),
    refs: () => [...repositoryOf(ordinary(name)).refs(), ...lines],
  })

withstands('servers that lie', {
  ...truncated,
  'a pack is damaged': {
    repository: sends((name) => {
      const pack = Buffer.from(ordinary(name).pack)
      pack[pack.length - 1] = (pack.at(-1) ?? 0) ^ 1
      return sending(pack)
    }),
    status: 503,
    reason: /Cannot use the objects the server sent: .*SHA1 mismatch/,
  },
  'what is listed is not there': {
    repository: sends((name) => [
      packet(`ERR upload-pack: not our ref ${ordinary(name).hash}`),
      flush,
    ]),
    status: 503,
    reason: /the server lists it, and then says that it is not there/,
  },
  'other objects come than were asked for': {
    repository: sends(() => sending(packOf([blob('another')]))),
    status: 503,
    reason: /the server did not send it/,
  },
  'a pack is empty': {
    repository: sends(() => sending(packOf([]))),
    status: 503,
    reason: /the server did not send it/,
  },
  'there is no pack': {
    repository: sends(() => [flush]),
    status: 503,
    reason: /the answer has no pack/,
  },
  'the server says something rude': {
    repository: sends(() => [start, band(3, 'no\x1b[31m\n\n<script>'), flush]),
    status: 503,
    reason: /^Cannot read objects of \S+: the server says "no \[31m <script>"$/m,
  },
  'a pack has more objects than it says': {
    repository: sends((name) => {
      const { pack } = ordinary(name)
      return sending(Buffer.concat([packHead(1), pack.subarray(12)]))
    }),
    status: 503,
    reason: /Cannot use the objects the server sent/,
  },
  'a hash is too long': {
    repository: () => ({ refs: () => [`${other}a refs/heads/main`] }),
    ask: '@v/list',
    status: 503,
    reason: /Cannot read the git server's list of refs/,
  },
  'hashes are those of another format': {
    repository: () => ({ refs: () => [`${other.repeat(2).slice(0, 64)} refs/tags/v1.0.0`] }),
    ask: '@v/list',
    status: 503,
    reason: /Cannot read the git server's list of refs/,
  },
  'refs have names that are options': {
    repository: listing(
      `${other} refs/tags/--upload-pack=touch /tmp/x`,
      `${other} refs/heads/--output=x`,
      `${other} refs/heads/-x`,
      `${other} --exec=x`,
      `${other} refs/tags/../../../x`,
      `${other} refs/tags/v1.1.0.lock`,
      `${other} refs/tags/v1.2.0\x01`,
      `${other} refs/tags/v1.3.0\x00v1.4.0`,
    ),
    ask: '@v/list',
    status: 200,
    reason: /^v1\.0\.0\n$/,
  },
  'a version is asked for by the name of an option': {
    repository: listing(`${other} refs/heads/--output=x`),
    ask: '@v/--output=x.info',
    status: 400,
    reason: /begins with "-"/,
  },
  'refs come twice, and HEAD leads nowhere': {
    repository: (name) => ({
      ...repositoryOf(ordinary(name)),
      refs: () => [
        'unborn HEAD symref-target:refs/heads/nowhere',
        `${ordinary(name).hash} refs/tags/v1.0.0`,
        `${ordinary(name).hash} refs/tags/v1.0.0`,
      ],
    }),
    status: 200,
    reason: /^PK/,
  },
  'nothing but HEAD is listed, and it leads nowhere': {
    repository: () => ({ refs: () => ['unborn HEAD symref-target:refs/heads/nowhere'] }),
    ask: '@latest',
    status: 404,
    reason: /has no commits/,
  },
  'a tag stands for a file': {
    repository: () => {
      const file = blob('x')
      return repositoryOf({ hash: nameOf(file), objects: [file], pack: packOf([file]) })
    },
    status: 404,
    reason: /does not name a commit/,
  },
})

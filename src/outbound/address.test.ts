import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { mayDial, parseAllowList } from './address.ts'

const nothing = parseAllowList([])

suite('mayDial()', () => {
  const open = [
    ['ordinary IPv4', '8.8.8.8'],
    ['the last before a private network', '9.255.255.255'],
    ['the first behind one', '11.0.0.0'],
    ['the first behind carrier-grade NAT', '100.128.0.0'],
    ['the last before 172.16/12', '172.15.255.255'],
    ['the first behind it', '172.32.0.0'],
    ['ordinary IPv6', '2606:4700::1'],
    ['mapped IPv4', '::ffff:8.8.8.8'],
    ['mapped IPv4 in hex', '::ffff:808:808'],
  ] as const
  for (const [what, address] of open) {
    test(`is true when it is ${what}, ${address}`, () => assert.ok(mayDial(address, 443, nothing)))
  }

  const refused = [
    ['this network (RFC 791)', '0.0.0.0', '0.1.2.3'],
    ['private (RFC 1918)', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
    ['carrier-grade NAT (RFC 6598)', '100.64.0.1', '100.127.255.255'],
    ['loopback (RFC 1122)', '127.0.0.1', '127.255.255.254'],
    ['link-local, cloud metadata (RFC 3927)', '169.254.0.1', '169.254.169.254'],
    ['protocol assignments (RFC 6890)', '192.0.0.1', '192.0.0.170'],
    ['documentation (RFC 5737)', '192.0.2.1', '198.51.100.1', '203.0.113.1'],
    ['AS112 (RFC 7534, 7535)', '192.31.196.1', '192.175.48.1'],
    ['AMT (RFC 7450)', '192.52.193.1'],
    ['6to4 relays (RFC 7526)', '192.88.99.1'],
    ['benchmarking (RFC 2544)', '198.18.0.1', '198.19.255.255'],
    ['multicast (RFC 5771)', '224.0.0.1', '239.255.255.255'],
    ['reserved (RFC 1112)', '240.0.0.1', '255.255.255.254'],
    ['broadcast (RFC 919)', '255.255.255.255'],
    ['unspecified IPv6', '::', '0:0:0:0:0:0:0:0'],
    ['loopback IPv6', '::1'],
    ['mapped special IPv4', '::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::ffff:10.0.0.1'],
    ['compatible IPv4 (RFC 4291 §2.5.5.1)', '::127.0.0.1', '::808:808', '::169.254.169.254'],
    ['translated IPv4 (RFC 2765)', '::ffff:0:7f00:1'],
    ['NAT64 (RFC 6052, 8215)', '64:ff9b::7f00:1', '64:ff9b::808:808', '64:ff9b:1::1'],
    ['discard-only (RFC 6666, 9780)', '100::1', '100:0:0:1::1'],
    ['Teredo (RFC 4380)', '2001::1'],
    ['IPv6 benchmarking (RFC 5180)', '2001:2::1'],
    ['IPv6 AMT and AS112', '2001:3::1', '2001:4:112::1', '2620:4f:8000::1'],
    ['ORCHID (RFC 4843, 7343)', '2001:10::1', '2001:20::1'],
    ['drone identities (RFC 9374)', '2001:30::1'],
    ['IPv6 documentation (RFC 3849, 9637)', '2001:db8::1', '3fff::1'],
    ['6to4 (RFC 3056)', '2002:7f00:1::', '2002:808:808::'],
    ['segment routing (RFC 9602)', '5f00::1'],
    ['outside 2000::/3', '1::1', '4000::1', 'e000::1'],
    ['unique local (RFC 4193)', 'fc00::1', 'fd12:3456::1'],
    ['link-local IPv6', 'fe80::1', 'fe80::1%lo', 'febf::1'],
    ['site-local (RFC 3879)', 'fec0::1'],
    ['multicast IPv6', 'ff02::1', 'ff0e::1'],
    ['no address', '', 'localhost', '1.2.3', '0x7f.1', '127.1', '017700000001', '1.2.3.4/8'],
  ] as const
  for (const [what, ...addresses] of refused) {
    test(`is false when it is ${what}`, () => {
      for (const address of addresses) assert.equal(mayDial(address, 443, nothing), false, address)
    })
  }

  const allowed = [
    [['10.0.0.0/8'], '10.9.8.7', true],
    [['10.0.0.0/8'], '11.0.0.1', true],
    [['10.0.0.0/8'], '127.0.0.1', false],
    [['10.1.2.3/8'], '10.9.8.7', true],
    [['127.0.0.1'], '127.0.0.1', true],
    [['127.0.0.1'], '127.0.0.2', false],
    [['127.0.0.1'], '::ffff:127.0.0.1', true],
    [['127.0.0.1'], '::1', false],
    [['::1'], '::1', true],
    [['fd00::/8'], 'fd12::1', true],
    [['fd00::/8'], 'fc12::1', false],
    [['::ffff:10.0.0.0/104'], '10.1.2.3', true],
    [['::ffff:10.0.0.1'], '10.0.0.1', true],
    [['0.0.0.0/0'], '127.0.0.1', true],
    [['0.0.0.0/0'], '::1', false],
    [['::/0'], '::1', true],
    [['::/0'], '127.0.0.1', false],
    [['localhost'], '127.0.0.1', false],
  ] as const
  for (const [entries, address, expected] of allowed) {
    test(`is ${expected} when ${address} is asked and ${entries.join()} is allowed`, () => {
      assert.equal(mayDial(address, 443, parseAllowList(entries)), expected)
    })
  }
})

suite('parseAllowList()', () => {
  test('keeps host names in lower case', () => {
    const { hosts, networks } = parseAllowList(['Git.Corp.Example', 'localhost', 'a-1.b2'])
    assert.deepEqual([...hosts], ['git.corp.example', 'localhost', 'a-1.b2'])
    assert.deepEqual(networks, [])
  })

  const bad = ['', '10/8', '10', '1.2.3', '127.1', '0x7f.1', '10.0.0.0/33', 'fd00::/129', '*.corp']
  for (const entry of [...bad, 'a b', 'http://a.example', '-a', 'a.example/8', '10.0.0.0/']) {
    test(`refuses ${JSON.stringify(entry)}`, () => {
      assert.throws(() => parseAllowList(['a.example', entry]), {
        name: 'RangeError',
        message: new RegExp(`^"${entry.replaceAll(/[*.]/g, '\\$&')}"`),
      })
    })
  }
})

import type { CodeCases, Seen } from './case.test-data.ts'
import {
  claims,
  commits,
  controls,
  daysAgo,
  found,
  known,
  looks,
  named,
  now,
  page,
  places,
  targets,
  twice,
} from './seen.test-data.ts'

const { tag, pseudo, vanity, replacing } = claims
const { a, b } = commits
const repository = places.here
const led = (answeredAt: string): Seen => ({ look: found('h1:zip', { answeredAt }), repository })
const free: Seen = { ...led(targets.otherOwner), owner: page(404), control: controls.page }
const forge = (more: object, status = 200) => ({
  at: now,
  url: 'https://api.github.com/',
  status,
  ...more,
})
const moved = { repository: places.elsewhere, before: places.here }

/** Codes of the class fragile, loudest first. */
export const fragileCases: readonly CodeCases[] = [
  {
    code: 'owner-free',
    rule: 'a redirect to another owner, the page of the former one says 404 or 410, and a control answers',
    cases: {
      'its page says 404': [tag, free],
      'its page says 410': [tag, { ...free, owner: page(410) }],
      'the forge tells where it is now': [
        tag,
        { ...free, look: found('h1:zip'), forge: forge({ movedTo: targets.otherOwner }) },
      ],
      'at a commit that is known': [
        tag,
        {
          ...free,
          look: named(a, { answeredAt: targets.otherOwner }),
          known: [known(a, 'h1:zip')],
        },
      ],
    },
    nearMisses: {
      'its page answers': ['redirected', tag, { ...free, owner: page(200) }],
      'its page says 429': ['redirected', tag, { ...free, owner: page(429) }],
      'its page says nothing': ['redirected', tag, { ...free, owner: page(0) }],
      'nobody asked for its page': ['redirected', tag, led(targets.otherOwner)],
      'the host says 404 to the control, too': [
        'redirected',
        tag,
        { ...free, control: controls.silent },
      ],
      'only a repository shows that the host answers': [
        'redirected',
        tag,
        { ...free, control: controls.repository },
      ],
      'the owner is the same': ['redirected', tag, { ...free, ...led(targets.sameOwner) }],
      'there is no redirect': ['verified', tag, { ...free, look: found('h1:zip') }],
      'other content behind the redirect': [
        'version-moved',
        tag,
        { ...free, look: found('h1:other', { answeredAt: targets.otherOwner }) },
      ],
    },
  },
  {
    code: 'import-moved',
    rule: 'kept elsewhere than when it was verified, with the same content',
    cases: {
      'hashed there': [vanity, { look: found('h1:zip'), ...moved }],
      'a commit that is known': [vanity, { look: named(a), known: [known(a, 'h1:zip')], ...moved }],
      'another commit, and a redirect besides': [
        vanity,
        {
          look: found('h1:zip', { hash: b, answeredAt: targets.sameOwner }),
          known: [known(a, 'h1:zip')],
          ...moved,
        },
      ],
    },
    nearMisses: {
      'the same repository, spelled in another way': [
        'verified',
        vanity,
        { look: found('h1:zip'), repository: places.here, before: places.spelledOtherwise },
      ],
      'other content': ['import-retargeted', vanity, { look: found('h1:other'), ...moved }],
      'where it was before is not known': [
        'verified',
        vanity,
        { look: found('h1:zip'), repository: places.elsewhere },
      ],
    },
  },
  {
    code: 'redirected',
    rule: 'another repository than was asked for answered',
    cases: {
      'of the same owner': [tag, led(targets.sameOwner)],
      'of another owner': [tag, led(targets.otherOwner)],
      'the forge tells another address': [
        tag,
        { look: found('h1:zip'), repository, forge: forge({ movedTo: targets.sameOwner }) },
      ],
      'and the tag was made anew': [
        tag,
        {
          look: found('h1:zip', { hash: b, answeredAt: targets.sameOwner }),
          repository,
          known: [known(a, 'h1:zip')],
        },
      ],
    },
    nearMisses: {
      'the same repository, with .git': ['verified', tag, led(targets.sameRepository)],
      'the redirect leads to a sign-in page': [
        'auth-required',
        tag,
        { look: looks.git401, repository },
      ],
      'other content': [
        'version-moved',
        tag,
        { look: found('h1:other', { answeredAt: targets.sameOwner }), repository },
      ],
    },
  },
  {
    code: 'recreated',
    rule: 'the tag names another commit than was seen first, with the same content',
    cases: {
      'hashed before': [tag, { look: found('h1:zip', { hash: b }), known: [known(a, 'h1:zip')] }],
      'told by the module cache before': [
        tag,
        {
          look: found('h1:zip', { hash: b }),
          known: [known(a, undefined, { from: 'module-cache' })],
        },
      ],
      'without a line in go.sum': [
        claims.tagWithoutSums,
        { look: named(b), known: [known(b, 'h1:zip', { at: daysAgo(1) }), known(a, 'h1:zip')] },
      ],
      'and seen like that before': [
        tag,
        { look: named(b), known: [known(b, 'h1:zip', { at: daysAgo(1) }), known(a, 'h1:zip')] },
      ],
    },
    nearMisses: {
      'the same commit': ['verified', tag, { look: found('h1:zip'), known: [known(a, 'h1:zip')] }],
      'other content before, where go.sum has the content of now': [
        'unchanged',
        tag,
        { look: named(b), known: [known(a, 'h1:other'), known(b, 'h1:zip', { at: daysAgo(1) })] },
      ],
      'other content': [
        'version-moved',
        tag,
        { look: found('h1:other', { hash: b }), known: [known(a, 'h1:zip')] },
      ],
      'another commit that was never read': [
        'pending',
        tag,
        { look: named(b), known: [known(a, 'h1:zip')] },
      ],
      'back at the first commit': [
        'unchanged',
        tag,
        { look: named(a), known: [known(a, 'h1:zip'), known(b, 'h1:zip', { at: daysAgo(1) })] },
      ],
    },
  },
  {
    code: 'insecure-origin',
    rule: 'nothing protects the way to the repository',
    cases: {
      'it is read by http': [tag, { look: found('h1:zip', { insecure: true }) }],
      'and is archived': [
        tag,
        { look: found('h1:zip', { insecure: true }), forge: forge({ archived: true }) },
      ],
    },
    nearMisses: {
      'it is read by https': ['verified', tag, { look: found('h1:zip', { insecure: false }) }],
      'its certificate is not valid': ['tls-invalid', tag, { look: looks.certificate }],
      'other content': ['version-moved', tag, { look: found('h1:other', { insecure: true }) }],
    },
  },
  {
    code: 'path-mismatch',
    rule: 'its go.mod declares neither its path nor the one that it replaces',
    cases: {
      'another path': [tag, { look: found('h1:zip', { declaredPath: 'github.com/new/x' }) }],
      'a third path, where it replaces one': [
        replacing,
        { look: found('h1:zip', { declaredPath: 'github.com/third/x' }) },
      ],
    },
    nearMisses: {
      'its own path': ['verified', tag, { look: found('h1:zip', { declaredPath: tag.path }) }],
      'the path that it replaces': [
        'verified',
        replacing,
        { look: found('h1:zip', { declaredPath: 'github.com/old/x' }) },
      ],
      'no module line': ['verified', tag, { look: found('h1:zip') }],
      'a path of another major version, which go refuses': [
        'suspected version-moved',
        tag,
        { look: looks.noModule },
      ],
    },
  },
  {
    code: 'archived',
    rule: 'the forge says so',
    cases: {
      'of one that was hashed': [tag, { look: found('h1:zip'), forge: forge({ archived: true }) }],
      'and retracted': [
        tag,
        {
          look: found('h1:zip'),
          forge: forge({ archived: true }),
          withdrawal: { in: 'v1.1.0', retracted: '' },
        },
      ],
    },
    nearMisses: {
      'the forge says that it is not': [
        'verified',
        tag,
        { look: found('h1:zip'), forge: forge({ archived: false }) },
      ],
      'the forge refuses to say': [
        'verified',
        tag,
        { look: found('h1:zip'), forge: forge({}, 403) },
      ],
      'the tag is gone': [
        'version-gone',
        tag,
        { ...twice(looks.noTag), forge: forge({ archived: true }) },
      ],
    },
  },
  {
    code: 'retracted',
    rule: 'a retract line of the newest go.mod covers it',
    cases: {
      'with a reason': [
        tag,
        { look: found('h1:zip'), withdrawal: { in: 'v1.1.0', retracted: 'broken' } },
      ],
      'without one, and deprecated': [
        tag,
        { look: found('h1:zip'), withdrawal: { in: 'v1.1.0', retracted: '', deprecated: 'use y' } },
      ],
      'a commit': [
        pseudo,
        { look: found('h1:zip'), withdrawal: { in: 'v1.1.0', retracted: 'broken' } },
      ],
    },
    nearMisses: {
      'no line covers it': [
        'verified',
        tag,
        { look: found('h1:zip'), withdrawal: { in: 'v1.1.0' } },
      ],
      'the tag is gone as well': [
        'version-gone',
        tag,
        { ...twice(looks.noTag), withdrawal: { in: 'v1.1.0', retracted: 'broken' } },
      ],
    },
  },
  {
    code: 'deprecated',
    rule: 'the newest go.mod advises against the module',
    cases: {
      'with a text': [
        tag,
        { look: found('h1:zip'), withdrawal: { in: 'v1.1.0', deprecated: 'use y' } },
      ],
      'of a commit that is known': [
        tag,
        {
          look: named(a),
          known: [known(a, 'h1:zip')],
          withdrawal: { in: 'v1.1.0', deprecated: 'use y' },
        },
      ],
    },
    nearMisses: {
      'this version was withdrawn, too': [
        'retracted',
        tag,
        { look: found('h1:zip'), withdrawal: { in: 'v1.1.0', retracted: '', deprecated: 'use y' } },
      ],
      'its content is other': [
        'version-moved',
        tag,
        { look: found('h1:other'), withdrawal: { in: 'v1.1.0', deprecated: '' } },
      ],
      'it was not read': [
        'pending',
        tag,
        { look: named(b), withdrawal: { in: 'v1.1.0', deprecated: '' } },
      ],
    },
  },
]

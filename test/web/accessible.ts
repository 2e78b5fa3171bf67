import axe from 'axe-core'
import type { AxeResults, RunOnly } from 'axe-core'
import type { Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What keeps people from using a page, as axe finds it by WCAG 2.2 A and AA and best practice: rule, place, why. */
export async function violations(page: Page): Promise<string[]> {
  return run(page, { type: 'tag', values: tags })
}

/** The same, but of colours only: nothing else is another in the dark. */
export async function colorViolations(page: Page): Promise<string[]> {
  return run(page, { type: 'rule', values: ['color-contrast'] })
}

async function run(page: Page, runOnly: RunOnly): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate<AxeResults>(
    `axe.run({ runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'] })`,
  )
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
}

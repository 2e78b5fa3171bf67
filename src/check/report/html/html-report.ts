import { raw } from 'hono/html'
import { cut, html, type Html } from '../../../page/html.ts'
import { symbols } from '../../../page/symbols.ts'
import { buildFails } from '../../build/build.ts'
import { isUnbuilt } from '../build-problems.ts'
import { findingsOf } from '../loss-graph/loss-graph.ts'
import type { Report } from '../report.ts'
import { counted, numberText } from '../units.ts'
import { momentText } from '../words/dates.ts'
import { isOneModule } from '../words/sentences.ts'
import { allModules } from './all-modules.ts'
import { buildFailures } from './build-failures.ts'
import { finding } from './finding.ts'
import { fragileTable } from './fragile-table.ts'
import { lossFigure } from './loss-figure.ts'
import { opening } from './opening.ts'
import { howItWasJudged, whatWasAsked } from './run-facts.ts'
import { style } from './style.ts'
import { tally } from './tally.ts'

/** Findings that are told in full. */
const mostFindings = 200

/** Nothing may be loaded, run or sent anywhere; only the style that stands in the file is used. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** The report as one HTML file that needs nothing else: no script, no picture, nobody who is asked. */
export function htmlReport(report: Report): string {
  const { headwater, name, commit, at, level, modules } = report
  const findings = findingsOf(modules)
  const title = `${titleOf(report, findings.length)} · ${cut(name, 200)}`
  const where = `${cut(name, 200)}${commit === null ? '' : ` at ${commit.slice(0, 7)}`} · ${momentText(at)} · level ${level}`
  return String(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${policy}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="referrer" content="no-referrer" />
          <meta name="generator" content="headwater ${cut(headwater, 40)}" />
          <title>${title}</title>
          ${raw(`<style>${style}</style>`)}
        </head>
        <body>
          ${symbols}
          <a class="skip" href="#main">Skip to content</a>
          <header class="top">
            <div class="wrap">
              <div class="brand">
                <svg width="28" height="22" aria-hidden="true"><use href="#i-brand" /></svg>
                headwater check <span>${where}</span>
              </div>
            </div>
          </header>
          <main id="main">
            <div class="wrap">
              ${opening(report)} ${tally(report)} ${isOneModule(report) ? '' : lossFigure(report)}
              ${buildFailures(report)} ${findingsSection(report)} ${fragileTable(report)}
              <section aria-label="More">
                ${allModules(report)} ${whatWasAsked(report)} ${howItWasJudged(report)}
              </section>
            </div>
          </main>
          <footer class="foot">
            <div class="wrap">
              <span>headwater ${cut(headwater, 40)}</span>
              <span>This file holds no scripts and asks nobody for anything.</span>
            </div>
          </footer>
        </body>
      </html> `,
  )
}

function titleOf(report: Report, findings: number): string {
  const { modules, summary, accepted } = report
  const open = summary.undetermined - accepted.undetermined
  const of = `of ${counted(modules.length, 'module')}`
  if (open > 0) return `No answer for ${numberText(open)} ${of}`
  if (isUnbuilt(report)) return 'Not built'
  if (findings > 0) return `${counted(findings, 'finding')} ${of}`
  return buildFails(report.build, report.rules)
    ? 'The build failed'
    : `${counted(modules.length, 'module')} ok`
}

function findingsSection({ modules, at }: Report): Html | string {
  const findings = findingsOf(modules)
  if (findings.length === 0) return ''
  const more = findings.length - mostFindings
  return html`<section aria-labelledby="findings">
    <div class="sec">
      <h2 id="findings">Findings</h2>
      <span>loudest first</span>
    </div>
    ${findings.slice(0, mostFindings).map((module) => finding(module, at))}
    ${more > 0 ? html`<p class="note">and ${numberText(more)} more, in the list of all modules</p>` : ''}
  </section>`
}

/** A figure about this program, and what it means. */
export interface Metric {
  readonly name: string
  readonly type: 'gauge' | 'counter'
  readonly help: string
  /** One, or one for each thing that is counted, by its label, such as `{sumdb="sum.golang.org"}`; undefined where it is not known. */
  readonly value: number | ReadonlyMap<string, number> | undefined
}

/**
 * Metrics as Prometheus reads them. One that has no value is left out.
 *
 * Source: Prometheus text exposition format 0.0.4
 */
export function metricText(metrics: readonly Metric[]): string {
  return metrics.map(oneText).join('')
}

function oneText({ name, type, help, value }: Metric): string {
  const values = typeof value === 'number' ? new Map([['', value]]) : value
  if (!values?.size) return ''
  const samples = [...values].map(([label, one]) => `${name}${label} ${one}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.join('')}`
}

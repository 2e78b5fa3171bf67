import { safeLine } from '../safe-text.ts'

/**
 * Rows as CSV. A cell that a spreadsheet would take for a formula gets a `'` before it, and what would turn or hide
 * text is shown. Source: RFC 4180; OWASP, "CSV injection"
 */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = safeLine(value)
  const plain = /^[\s]*[=+\-@]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

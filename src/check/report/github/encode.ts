import { safeText } from '../../../safe-text.ts'

/** The message of a workflow command. Source: `escapeData` of GitHub's actions toolkit */
export function messageText(text: string): string {
  return safeText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** The value of a property of a workflow command. Source: `escapeProperty` of GitHub's actions toolkit */
export function propertyText(text: string): string {
  return messageText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

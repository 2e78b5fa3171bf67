import { importPageCases } from './cases/import-page.ts'
import { playAll } from './play-all.ts'

playAll('an import page', importPageCases)

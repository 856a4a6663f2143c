// Adds up what the test levels left behind. Usage: node test-summary.mjs DIR SECONDS LEVEL…
// The last line is always `N passed, N failed, N skipped`; exit code 1 when anything failed.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const [dir, seconds, ...levels] = process.argv.slice(2)

const zero = () => ({ passed: 0, failed: 0, skipped: 0, names: [] })

/** Surefire: attributes of <testsuite>, and the names of the cases that failed. */
function surefire(file, sum) {
  const xml = readFileSync(file, 'utf8')
  const head = /<testsuite\b[^>]*>/.exec(xml)?.[0] ?? ''
  const number = (name) => Number(new RegExp(`\\s${name}="(\\d+)"`).exec(head)?.[1] ?? 0)
  const failed = number('failures') + number('errors')
  sum.failed += failed
  sum.skipped += number('skipped')
  sum.passed += number('tests') - failed - number('skipped')
  if (failed === 0) return
  for (const [, attributes, body] of xml.matchAll(/<testcase\b([^>]*[^/])>([\s\S]*?)<\/testcase>/g)) {
    if (!/<(failure|error)\b/.test(body)) continue
    const attribute = (name) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? ''
    sum.names.push(`${attribute('classname').split('.').pop()}: ${attribute('name')}`)
  }
}

function vitest(file, sum) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  sum.passed += report.numPassedTests
  sum.failed += report.numFailedTests
  sum.skipped += report.numPendingTests + (report.numTodoTests ?? 0)
  for (const suite of report.testResults) {
    for (const test of suite.assertionResults) if (test.status === 'failed') sum.names.push(test.fullName)
    if (suite.status === 'failed' && suite.assertionResults.length === 0) {
      sum.failed += 1
      sum.names.push(`${suite.name}: could not be loaded`)
    }
  }
}

function playwright(file, sum) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  sum.passed += report.stats.expected
  sum.failed += report.stats.unexpected + report.stats.flaky
  sum.skipped += report.stats.skipped
  const walk = (suite) => {
    for (const spec of suite.specs ?? []) if (!spec.ok) sum.names.push(`${spec.file}: ${spec.title}`)
    for (const inner of suite.suites ?? []) walk(inner)
  }
  report.suites.forEach(walk)
}

function level(name) {
  const sum = zero()
  const at = join(dir, name)
  const suites = []
  for (const line of readFileSync(join(at, 'checks.tsv'), 'utf8').split('\n').filter(Boolean)) {
    const [kind, what, code] = line.split('\t')
    if (kind === 'suite') suites.push({ what, code: Number(code) })
    else sum[kind] += 1
    if (kind === 'failed') sum.names.push(what)
  }
  for (const module of readdirSync(at, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const reports = readdirSync(join(at, module.name)).filter((file) => /^TEST-.*\.xml$/.test(file))
    for (const report of reports) surefire(join(at, module.name, report), sum)
  }
  if (existsSync(join(at, 'vitest.json'))) vitest(join(at, 'vitest.json'), sum)
  if (existsSync(join(at, 'playwright.json'))) playwright(join(at, 'playwright.json'), sum)
  for (const { what, code } of suites) {
    if (code !== 0 && sum.failed === 0) {
      sum.failed += 1
      sum.names.push(`${what}: ended with exit code ${code} and no report of a failed test, see ${join(at, `${what}.log`)}`)
    }
  }
  if (suites.length > 0 && sum.passed + sum.failed === 0) {
    sum.failed += 1
    sum.names.push(`${name}: not one test ran`)
  }
  return sum
}

const total = zero()
console.log('')
for (const name of levels) {
  const sum = level(name)
  for (const key of ['passed', 'failed', 'skipped']) total[key] += sum[key]
  console.log(`${name.padEnd(8)} ${String(sum.passed).padStart(6)} passed ${String(sum.failed).padStart(5)} failed ${String(sum.skipped).padStart(5)} skipped`)
  for (const failed of sum.names) console.log(`           failed: ${failed}`)
}
console.log(`${Math.floor(seconds / 60)} min ${seconds % 60} s. Reports: ${dir}`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed > 0 ? 1 : 0)

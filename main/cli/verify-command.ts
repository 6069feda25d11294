import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { FileReport } from '#core/contract/verification.ts';
import { findingText, outcomeTexts, signatureRoleTexts, verdictTexts } from '#core/text/findings.ts';
import { UsageError } from './arguments.ts';
import type { CommandContext } from './commands.ts';

/** `hocba verify FILE [--json]`: exit status 0 only where the verdict is `valid`. */
export async function verifyFile(context: CommandContext): Promise<number> {
  const [path] = context.words;
  if (path === undefined) throw new UsageError('Cần tên tệp.');
  const bytes = new Uint8Array(await readFile(resolve(path)));
  const report = await context.session.call('verification.check', { file: context.session.receive(basename(path), 'application/octet-stream', bytes) });
  if (context.options.has('json')) {
    context.tell(JSON.stringify(report, null, 2));
  } else {
    context.tell(`${report.file.name}: ${verdictTexts.vi[report.verdict].word}`);
    tellFile(context, report.file, '  ');
    for (const inner of report.inner) {
      context.tell(`  ${inner.name}: ${verdictTexts.vi[inner.verdict].word}`);
      if (inner.verdict !== 'valid' && inner.kind === 'record-xml') tellFile(context, inner, '    ');
    }
  }
  return report.verdict === 'valid' ? 0 : 1;
}

function tellFile({ tell }: CommandContext, report: FileReport, indent: string): void {
  for (const finding of report.findings) tell(`${indent}[${outcomeTexts.vi[finding.outcome]}] ${findingText(finding, 'vi')}`);
  for (const signature of report.signatures) {
    tell(`${indent}${signatureRoleTexts.vi[signature.role]}: ${verdictTexts.vi[signature.verdict].word}${signature.certificate === null ? '' : ` (${signature.certificate.holder}, ${signature.certificate.serial})`}`);
    for (const finding of signature.findings) tell(`${indent}  [${outcomeTexts.vi[finding.outcome]}] ${findingText(finding, 'vi')}`);
  }
}

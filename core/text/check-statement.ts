import type { Language } from '#core/contract/shared.ts';
import type { FileReport, Finding, SignatureReport } from '#core/contract/verification.ts';
import { allFindings, layersOf, type CheckLayer } from './finding-layers.ts';
import { findingText, signatureRoleTexts } from './findings.ts';
import { defineTexts } from './texts.ts';

/** What a report says to somebody who wants to know whether to believe a file. Whole sentences, in plain words. */
export type Statement = {
  readonly wrong: readonly string[];
  readonly open: readonly string[];
  readonly established: readonly string[];
  readonly signers: readonly { readonly role: string; readonly holder: string; readonly signingTime: string | null; readonly verdict: SignatureReport['verdict'] }[];
  /** The oldest day up to which something is known about revocation, ISO 8601; null where nothing is. */
  readonly revocationKnownAt: string | null;
};

type Sentences = { readonly [Layer in Exclude<CheckLayer, 'reality'>]: string };

const establishedTexts = defineTexts(
  {
    structure: 'Tệp đúng mẫu quy định, không thiếu phần nào và không có phần lạ.',
    form: 'Từng byte của tệp còn như khi được phát hành.',
    integrity: 'Nội dung không bị thay đổi kể từ khi ký.',
    binding: 'Chứng thư số đi kèm đúng là chứng thư của người ký.',
    coverage: 'Chữ ký bảo vệ toàn bộ nội dung được hiển thị ở đây.',
    signer: 'Người ký đúng là người (hoặc trường) ghi trong tệp và được phép ký ở chỗ đó.',
    chain: 'Chứng thư số do nơi cấp đáng tin cậy cấp.',
    time: 'Chứng thư số có hiệu lực khi ký và đến nay vẫn còn hiệu lực.',
    revocation: 'Chứng thư số không bị thu hồi.',
    records: 'Mọi học bạ trong tệp đều đã được kiểm tra riêng.',
  } satisfies Sentences,
  {
    structure: 'The file follows its format; nothing is missing and nothing is strange.',
    form: 'Every byte of the file is as it was issued.',
    integrity: 'The content was not changed since it was signed.',
    binding: "The certificate that came with the signature is the signer's.",
    coverage: 'The signatures protect all that is shown here.',
    signer: 'The signers are the people (or the school) named in the file, and may sign there.',
    chain: 'The certificates were issued by a trusted authority.',
    time: 'The certificates were in force when signing, and still are.',
    revocation: 'The certificates are not revoked.',
    records: 'Every record in the file was checked by itself.',
  },
);

/** Kinds of certainty in the order in which people ask for them. */
const order = ['integrity', 'form', 'coverage', 'signer', 'binding', 'chain', 'time', 'revocation', 'records', 'structure'] as const satisfies readonly (keyof Sentences)[];

/** Said already by the verdict and its band; as an open point it would only frighten. */
const saidElsewhere: ReadonlySet<string> = new Set(['real-certificate', 'real-record', 'revocation-in-training']);

/** The statement on one file, without the files inside it. */
export function statementOf(report: FileReport, language: Language): Statement {
  const layers = layersOf(allFindings(report));
  const signed = report.signatures.length > 0;
  // Without a signature nothing stands on its own: the form of a file proves nothing.
  const established = signed ? order.filter((layer) => layers[layer] === 'established').map((layer) => (layer === 'records' ? pdfSentence(report, language) : null) ?? establishedTexts[language][layer]) : [];
  return {
    wrong: sentences(report, 'failed', language),
    open: sentences(report, 'not-established', language),
    established,
    signers: report.signatures.map(({ role, certificate, signingTime, verdict }) => ({ role: signatureRoleTexts[language][role], holder: certificate === null ? '' : holderOf(certificate), signingTime, verdict })),
    revocationKnownAt: revocationKnownAt(report),
  };
}

/** A PDF holds no records: what is established of it is which one it is of. */
function pdfSentence({ kind, findings }: FileReport, language: Language): string | null {
  const own = kind === 'pdf' ? findings.find(({ code }) => code === 'pdf-record') : undefined;
  return own === undefined ? null : findingText(own, language);
}

function holderOf({ holder, organisation }: NonNullable<SignatureReport['certificate']>): string {
  return organisation === '' || organisation === holder ? holder : `${holder} (${organisation})`;
}

/** Each sentence once; with the roles that it is about, where it is not about all signatures. */
function sentences(report: FileReport, outcome: Finding['outcome'], language: Language): readonly string[] {
  const roles = new Map<string, string[]>();
  const note = (findings: readonly Finding[], role: string | null) => {
    for (const finding of findings) {
      if (finding.outcome !== outcome || saidElsewhere.has(finding.code)) continue;
      const text = findingText(finding, language);
      roles.set(text, [...(roles.get(text) ?? []), ...(role === null ? [] : [role])]);
    }
  };
  note(report.findings, null);
  for (const { role, findings } of report.signatures) note(findings, signatureRoleTexts[language][role]);
  return [...roles].map(([text, of]) => (of.length === 0 || of.length === report.signatures.length ? text : `${[...new Set(of)].join(', ')}: ${text}`));
}

function revocationKnownAt(report: FileReport): string | null {
  const days = report.signatures.flatMap(({ findings }) => findings.flatMap(({ code, outcome, params }) => (code === 'revocation' && outcome === 'established' && typeof params['knownAt'] === 'string' ? [params['knownAt']] : [])));
  return days.toSorted()[0] ?? null;
}

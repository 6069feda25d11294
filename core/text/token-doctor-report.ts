import type { MethodOutput } from '#core/contract/index.ts';
import type { ExaminedCertificate, ExaminedModule, ExaminedToken } from '#core/contract/token-doctor.ts';

/**
 * The examination as plain text for whoever helps: driver and token facts, error codes, digests of certificates. No PIN is ever known here, and neither names of
 * pupils nor of certificate holders are written (signing.md 5: diagnostics name no people). One language: it is read by engineers.
 */
export function tokenDoctorReport({ examinedAt, version, platform, modules, advice }: MethodOutput<'tokenDoctor.examine'>): string {
  return [
    `Học Bạ ${version}, ${platform}, ${examinedAt}`,
    `Kết luận: ${advice.length === 0 ? '-' : [...new Set(advice.map(({ code }) => code))].join(', ')}`,
    ...modules.flatMap(moduleLines),
    '',
  ].join('\n');
}

function moduleLines({ name, path, source, header, problem, library, slots }: ExaminedModule): readonly string[] {
  return [
    '',
    `[${name}] ${source}`,
    `  tệp: ${path} (${header === null ? '?' : `${header.format}, ${header.bits} bit`})`,
    ...(problem === null ? [] : [`  lỗi: ${problem.code} ${JSON.stringify(withoutPath(problem.params))}`]),
    ...(library === null ? [] : [`  thư viện: ${library.manufacturer}; ${library.description} ${library.version}; PKCS#11 ${library.cryptoki}`]),
    ...slots.flatMap(({ description, token, problem: slotProblem }, index) => [
      `  khe ${index}: ${description}${token === null && slotProblem === null ? ' (trống)' : ''}${slotProblem === null ? '' : ` lỗi ${slotProblem.code} ${JSON.stringify(slotProblem.params)}`}`,
      ...(token === null ? [] : tokenLines(token)),
    ]),
  ];
}

function tokenLines({ serial, model, manufacturer, firmware, flags, pinLength, signingMechanisms, mechanisms, certificates, keysWithoutCertificate }: ExaminedToken): readonly string[] {
  return [
    `    token: số ${serial}; ${manufacturer} ${model}; firmware ${firmware}; PIN ${pinLength === null ? '?' : `${pinLength.min}-${pinLength.max}`}`,
    `    cờ: ${flags.join(', ')}`,
    `    cơ chế ký: ${signingMechanisms.join(', ')} (${mechanisms} cơ chế)`,
    ...certificates.map(certificateLine),
    ...(keysWithoutCertificate === 0 ? [] : [`    khóa không có chứng thư: ${keysWithoutCertificate}`]),
  ];
}

function certificateLine({ facts, key, pinEachTime, validity, fits }: ExaminedCertificate): string {
  if (facts === null) return '    chứng thư: không đọc được';
  const days = `${facts.notBefore.slice(0, 10)}..${facts.notAfter.slice(0, 10)}`;
  return `    chứng thư: sha256 ${facts.digest}; ${facts.kind}; ${facts.keyType}; cấp bởi ${facts.issuer}; ${days} ${validity}; khóa ${key}; hỏi PIN mỗi lần ${pinEachTime ?? '?'}; vai ${fits.join(', ') || '-'}`;
}

/** The path stands above already. */
function withoutPath(params: Readonly<Record<string, string | number>>): Readonly<Record<string, string | number>> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'path'));
}

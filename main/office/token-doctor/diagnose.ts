import type { Advice, AdviceCode, ExaminedCertificate, ExaminedModule, ExaminedToken } from '#core/contract/token-doctor.ts';
import { formatDay } from '#core/text/common.ts';

const severities: Readonly<Record<AdviceCode, Advice['severity']>> = {
  'no-driver': 'bad',
  'driver-32-bit': 'bad',
  'driver-broken': 'bad',
  'driver-silent': 'bad',
  'no-token': 'bad',
  'token-unreadable': 'bad',
  'token-empty': 'bad',
  'pin-locked': 'bad',
  'pin-final-try': 'bad',
  'pin-count-low': 'warning',
  'pin-to-be-changed': 'bad',
  'pin-pad': 'bad',
  'no-certificate': 'bad',
  'certificate-unreadable': 'warning',
  'certificate-expired': 'bad',
  'certificate-expires-soon': 'warning',
  'certificate-not-yet-valid': 'bad',
  'key-missing': 'bad',
  'key-weak': 'bad',
  'no-mechanism': 'bad',
  'asks-every-time': 'warning',
  'nobody-here': 'warning',
  ready: 'good',
};

const soon = 30 * 24 * 3600_000;
const rank = { bad: 0, warning: 1, good: 2 } as const;

/**
 * What is wrong with the drivers and tokens of this PC, worst first, and what can sign. Whatever keeps a certificate from signing is told instead of `ready`.
 * A driver that is not of this PC's kind matters only while no token is found otherwise: office PCs have left-overs of every token they ever saw.
 * `at`: ISO 8601.
 */
export function diagnose(modules: readonly ExaminedModule[], at: string): readonly Advice[] {
  const tokens = withoutTwins(modules);
  const drivers = modules.flatMap((module) => driverAdvice(module));
  const told = tokens.length > 0 ? tokens.flatMap(({ token, name }) => tokenAdvice(token, name, at)) : [...drivers, ...slotAdvice(modules), ...(modules.length === 0 ? [advice('no-driver')] : []), ...(modules.some(({ problem, slots }) => problem === null && slots.every((slot) => slot.problem === null)) ? [advice('no-token')] : [])];
  const more = tokens.length > 0 && !told.some(({ code }) => code === 'ready') ? drivers : [];
  return [...told, ...more].toSorted((one, other) => rank[one.severity] - rank[other.severity]);
}

function advice(code: AdviceCode, params: Readonly<Record<string, string>> = {}): Advice {
  return { code, severity: severities[code], params: { ...params } };
}

function driverAdvice({ name, path, header, problem }: ExaminedModule): readonly Advice[] {
  if (problem === null) return [];
  if (header?.bits === 32) return [advice('driver-32-bit', { driver: name, path })];
  if (problem.code === 'token.silent') return [advice('driver-silent', { driver: name, path })];
  return [advice('driver-broken', { driver: name, path })];
}

function slotAdvice(modules: readonly ExaminedModule[]): readonly Advice[] {
  return modules.flatMap(({ name, slots }) => {
    const bad = slots.filter(({ problem }) => problem !== null).map(({ description }) => description);
    return bad.length === 0 ? [] : [advice('token-unreadable', { driver: name, slot: bad.join(', ') })];
  });
}

type TokenOfDriver = { readonly token: ExaminedToken; readonly name: string };

/** One token seen through two drivers is one token: the driver that shows more of it speaks. */
function withoutTwins(modules: readonly ExaminedModule[]): readonly TokenOfDriver[] {
  const best = new Map<string, TokenOfDriver>();
  for (const { name, slots } of modules) {
    for (const { token } of slots) {
      if (token === null) continue;
      const key = `${token.serial} ${token.serial === '' ? `${name} ${token.label}` : ''}`;
      const before = best.get(key);
      if (before === undefined || before.token.certificates.length < token.certificates.length) best.set(key, { token, name });
    }
  }
  const all = [...best.values()];
  // One that nothing was written to matters only where there is no other.
  const written = all.filter(({ token }) => token.flags.includes('initialized'));
  return written.length > 0 ? written : all;
}

function tokenAdvice(token: ExaminedToken, driver: string, at: string): readonly Advice[] {
  const named = { token: token.label === '' ? token.serial : token.label, driver };
  if (!token.flags.includes('initialized')) return [advice('token-empty', named)];
  const state = (['pin-locked', 'pin-final-try', 'pin-to-be-changed', 'pin-pad', 'pin-count-low'] as const).find((flag) => token.flags.includes(flag));
  const pin = state === undefined ? [] : [advice(state, named)];
  const own = token.certificates.filter(({ facts }) => facts !== null);
  const unreadable = token.certificates.length > own.length ? [advice('certificate-unreadable', named)] : [];
  if (own.length === 0) return [...pin, ...unreadable, advice('no-certificate', named)];
  const judged = own.map((certificate) => certificateAdvice(certificate, token, named, at));
  // A renewed certificate stands beside the old one: what can sign speaks for the token.
  const usable = judged.filter((each) => !each.some(({ severity }) => severity === 'bad'));
  const locked = pin.some(({ severity }) => severity === 'bad');
  const told = (usable.length > 0 ? usable : judged).flat();
  return [...pin, ...unreadable, ...(locked ? told.filter(({ code }) => code !== 'ready') : told)];
}

function certificateAdvice({ facts, key, pinEachTime, validity, fits }: ExaminedCertificate, token: ExaminedToken, named: Readonly<Record<string, string>>, at: string): readonly Advice[] {
  if (facts === null) return [];
  const about = { ...named, holder: facts.holder };
  if (validity === 'expired') return [advice('certificate-expired', { ...about, on: formatDay(facts.notAfter) })];
  if (validity === 'not-yet-valid') return [advice('certificate-not-yet-valid', { ...about, on: formatDay(facts.notBefore) })];
  if (key === 'missing') return [advice('key-missing', about)];
  const bits = Number(/^RSA[ -]?(\d+)$/iu.exec(facts.keyType)?.[1] ?? 2048);
  if (bits < 2048) return [advice('key-weak', { ...about, bits: String(bits) })];
  const family = facts.keyType.toUpperCase().startsWith('RSA') ? 'RSA' : 'ECDSA';
  if (!token.signingMechanisms.some((name) => name.includes(family))) return [advice('no-mechanism', { ...about, kind: family })];
  return [
    ...(Date.parse(facts.notAfter) - Date.parse(at) < soon ? [advice('certificate-expires-soon', { ...about, on: formatDay(facts.notAfter) })] : []),
    ...(pinEachTime === true ? [advice('asks-every-time', about)] : []),
    ...(fits.length === 0 ? [advice('nobody-here', about)] : []),
    advice('ready', about),
  ];
}

import { commentTerm, conduct, fullYear, learning, outcome, periodsToMarks, primary, semester, year, type FullYear, type Levels, type Marks, type Primary, type Subject22, type Year } from './reference.ts';

export type Line = { readonly id: number; readonly rule: 'tt22' | 'tt43' | 'tt27'; readonly input: Readonly<Record<string, unknown>>; readonly expected: unknown };

/** A small seeded generator (mulberry32): the same cases in every run, and a seed to find one again. */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <Item>(items: readonly Item[]): Item => items[whole(0, items.length - 1)] as Item;
  return { next, whole, pick, often: (share: number) => next() < share };
}
type Random = ReturnType<typeof createRandom>;

const text = (tenths: number) => `${Math.floor(tenths / 10)}.${tenths % 10}`;
const edges = [0, 34, 35, 36, 49, 50, 51, 64, 65, 66, 79, 80, 81, 89, 90, 91, 100];

function mark(random: Random): string {
  const value = random.often(0.5) ? random.pick(edges) : random.whole(0, 100);
  const written = text(value);
  if (random.often(0.05)) return written.replace('.', ',');
  return value % 10 === 0 && random.often(0.2) ? String(value / 10) : written;
}

/** Marks of a semester. Half of them are built so that the average falls exactly on a digit 5: n + 5 even, and a last mark that makes the sum end so. */
function marks(random: Random): Marks {
  const count = random.often(0.5) ? random.pick([1, 3, 5]) : random.whole(2, 6);
  const regular: (string | null)[] = Array.from({ length: count }, () => mark(random));
  const periodic = () => (random.often(0.04) ? 'ABSENT' : random.often(0.03) ? null : mark(random));
  const made = { regular, mid: periodic(), final: periodic() };
  if (count % 2 === 0 || made.mid === null || made.final === null || !random.often(0.7)) return random.often(0.03) ? { ...made, regular: [...regular.slice(1), null] } : made;
  const number = (value: string) => (value === 'ABSENT' ? 0 : Math.round(Number(value.replace(',', '.')) * 10));
  const divisor = count + 5;
  const rest = regular.slice(1).reduce((sum, value) => sum + number(value ?? '0'), 2 * number(made.mid) + 3 * number(made.final));
  const ties = Array.from({ length: 101 }, (_, value) => value).filter((value) => (2 * (rest + value)) % divisor === 0 && ((2 * (rest + value)) / divisor) % 2 === 1);
  return ties.length === 0 ? made : { ...made, regular: [text(random.pick(ties)), ...regular.slice(1)] };
}

function commentMarks(random: Random): Marks {
  const one = () => (random.often(0.15) ? 'CĐ' : random.often(0.02) ? null : 'Đ');
  return { regular: Array.from({ length: random.whole(1, 4) }, one), mid: random.often(0.03) ? 'ABSENT' : one(), final: random.often(0.03) ? 'ABSENT' : one() };
}

const scoredCodes = ['NGU_VAN', 'TOAN', 'NGOAI_NGU_1', 'GDCD', 'LICH_SU_DIA_LI', 'KHTN', 'CONG_NGHE', 'TIN_HOC', 'GDQP', 'VAT_LI'];
const commentCodes = ['GDTC', 'NGHE_THUAT', 'HDTN_HN', 'GDDP'];

/** Results of subjects around one level, so that thresholds, counts and the one low subject come up all the time. */
function levelsOf(random: Random): Levels {
  const base = random.pick([[80, 100], [65, 85], [50, 70], [35, 60], [0, 100]] as const);
  const scored: Record<string, string | null> = {};
  for (const code of scoredCodes.slice(0, random.whole(6, 10))) scored[code] = random.often(0.02) ? 'M' : random.often(0.005) ? null : text(random.often(0.3) ? random.pick(edges) : random.whole(base[0], base[1]));
  if (random.often(0.4)) scored[random.pick(Object.keys(scored))] = text(random.pick([0, 34, 35, 49, 50, 64]));
  const comment: Record<string, string | null> = {};
  for (const code of commentCodes) comment[code] = random.often(0.08) ? 'CĐ' : random.often(0.02) ? 'M' : random.often(0.004) ? null : 'Đ';
  return { scored, comment, ...(random.often(0.1) ? { need: random.whole(4, 7) } : {}) };
}

const level = (random: Random) => (random.often(0.01) ? null : random.pick(['T', 'T', 'K', 'Đ', 'CĐ'] as const));

function yearOf(random: Random): Year {
  const levels = levelsOf(random);
  const reassess = Object.fromEntries([...Object.entries(levels.scored).map(([code]) => [code, text(random.pick([...edges, 55, 60]))] as const), ...Object.keys(levels.comment).map((code) => [code, random.pick(['Đ', 'CĐ'])] as const)].filter(() => random.often(0.3)));
  return {
    ...levels,
    conduct: { hk1: level(random), hk2: level(random) },
    absences: random.often(0.01) ? null : random.pick([0, 3, 44, 45, 46, 60]),
    ...(random.often(0.5) && Object.keys(reassess).length > 0 ? { reassess } : {}),
    ...(random.often(0.5) ? { summerConduct: random.pick(['T', 'K', 'Đ', 'CĐ'] as const) } : {}),
  };
}

function primaryOf(random: Random): Primary {
  const grade = random.whole(1, 5);
  const codes = ['TIENG_VIET', 'TOAN', 'DAO_DUC', 'GDTC', 'NGHE_THUAT', 'HDTN', ...(grade >= 3 ? ['NGOAI_NGU_1', 'TIN_HOC_CONG_NGHE'] : []), ...(grade >= 4 ? ['LICH_SU_DIA_LI', 'KHOA_HOC'] : ['TU_NHIEN_XA_HOI'])];
  const due = new Set(['TIENG_VIET', 'TOAN', ...(grade >= 3 ? ['NGOAI_NGU_1', 'TIN_HOC_CONG_NGHE'] : []), ...(grade >= 4 ? ['LICH_SU_DIA_LI', 'KHOA_HOC'] : [])]);
  const calm = random.often(0.6);
  const grades = calm ? (['T'] as const) : (['T', 'T', 'T', 'H', 'H', 'C', null] as const);
  const qualities = calm ? (['T'] as const) : (['T', 'T', 'T', 'Đ', 'C', null] as const);
  const tests = random.pick([[9, 10], [7, 10], [5, 10], [0, 10]] as const);
  return {
    grade,
    subjects: Object.fromEntries(codes.map((code) => [code, { level: random.often(0.95) ? random.pick(grades) : 'H', test: due.has(code) ? (random.often(0.005) ? null : random.whole(tests[0], tests[1])) : null }])),
    attributes: Object.fromEntries(['YEU_NUOC', 'NHAN_AI', 'CHAM_CHI', 'TRUNG_THUC', 'TRACH_NHIEM', 'NGON_NGU', 'TINH_TOAN'].map((code) => [code, random.pick(qualities)])),
    classNomination: random.often(0.5),
    outstandingOrProgress: random.often(0.5),
    ...(random.often(0.3) ? { supplementary: { subjects: { [random.pick(codes)]: { level: random.pick(['T', 'H', 'C'] as const), ...(random.often(0.5) ? { test: random.whole(0, 10) } : {}) } }, attributes: random.often(0.3) ? { NHAN_AI: random.pick(['T', 'Đ', 'C'] as const) } : {} } } : {}),
  };
}

/** Marks that lie around one ability, so that whole years reach every level; now and then a semester comes as the old school's average, or is not there. */
function fullYearOf(random: Random): FullYear {
  const { scored: _scored, comment: _comment, ...rest } = yearOf(random);
  const ability = random.pick([85, 72, 58, 45] as const);
  const near = () => text(Math.min(100, Math.max(0, ability + random.whole(-12, 12))));
  const low = random.often(0.3) ? random.pick(scoredCodes) : null;
  const scoreTerm = (code: string): NonNullable<Subject22['hk1']> | null => {
    if (random.often(0.02)) return null;
    const around = () => (code === low ? text(random.whole(20, 52)) : near());
    if (random.often(0.15)) return { avg: random.often(0.03) ? null : around() };
    return { regular: Array.from({ length: random.whole(2, 5) }, around), mid: random.often(0.02) ? 'ABSENT' : around(), final: around() };
  };
  const commentTermOf = (): NonNullable<Subject22['hk1']> => (random.often(0.3) ? { result: random.often(0.1) ? 'CĐ' : 'Đ' } : { regular: ['Đ', 'Đ'], mid: 'Đ', final: random.often(0.05) ? 'CĐ' : 'Đ' });
  const scoredPart = scoredCodes.slice(0, random.whole(6, 10)).map((code): readonly [string, Subject22] => [code, { type: 'score', ...(random.often(0.02) ? { exempt: true as const } : {}), ...(random.often(0.2) ? { periodsPerYear: random.pick([35, 70]) } : {}), hk1: scoreTerm(code), hk2: scoreTerm(code) }]);
  const commentPart = commentCodes.map((code): readonly [string, Subject22] => [code, { type: 'comment', hk1: commentTermOf(), hk2: commentTermOf() }]);
  return { ...rest, subjects: Object.fromEntries([...scoredPart, ...commentPart]) };
}

/** One random case, its answer by the reference beside it. */
export function randomLine(random: Random, id: number): Line {
  const rule = random.often(0.7) ? 'tt22' : 'tt43';
  switch (random.whole(0, 7)) {
    case 0: {
      const given = marks(random);
      const periodsPerYear = random.pick([35, 36, 52, 70, 71, 105, 140]);
      return { id, rule, input: { kind: 'subject_semester', periodsPerYear, ...given }, expected: { avg: semester(given, periodsToMarks(periodsPerYear)), requiredRegular: periodsToMarks(periodsPerYear) } };
    }
    case 1: {
      const [first, second] = [random.often(0.3) ? text(random.whole(0, 100)) : marks(random), marks(random)];
      const [hk1, hk2] = [typeof first === 'string' ? first : semester(first, 0), semester(second, 0)];
      return { id, rule, input: { kind: 'subject_year', hk1: first, hk2: second }, expected: { hk1, hk2, avg: year(hk1, hk2) } };
    }
    case 2: {
      const [first, second] = [commentMarks(random), commentMarks(random)];
      return { id, rule, input: { kind: 'comment_subject', hk1: first, hk2: second }, expected: { hk1: commentTerm(first), hk2: commentTerm(second), year: commentTerm(second) } };
    }
    case 3: {
      const [hk1, hk2] = [level(random), level(random)];
      return { id, rule, input: { kind: 'conduct_year', hk1, hk2 }, expected: { year: conduct(hk1, hk2) } };
    }
    case 4: {
      const given = levelsOf(random);
      return { id, rule, input: { kind: 'learning_level', ...given }, expected: learning(given, rule) };
    }
    case 5: {
      const given = primaryOf(random);
      return { id, rule: 'tt27', input: { kind: 'year', ...given }, expected: primary(given) };
    }
    case 6: {
      const given = fullYearOf(random);
      return { id, rule, input: { kind: 'full_year', ...given }, expected: fullYear(given, rule) };
    }
    default: {
      const given = yearOf(random);
      return { id, rule, input: { kind: 'year_outcome', ...given }, expected: outcome(given, rule) };
    }
  }
}
